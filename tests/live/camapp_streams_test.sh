#!/bin/bash
# Streams as cameras and their programs send them, through pipes: what camapp
# makes of a greeting, of HTTP's headers, of encoded video, and when it shows a
# frame; and what stays of its own streams where the disk is full.
#   camapp_streams_test.sh CAMAPP VIDEO_DATA
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camapp=$1 data=$2
enter_work_folder

show() { "$camapp" --headless --no-infer --view frame "$@"; }
run() {
  local wanted=$1 text=$2
  shift 2
  expect "$wanted" "$text" \
    "$camapp" --headless --no-infer --view frame "$@"
}
wait_for() { # SECONDS COMMAND...
  local tries=$(($1 * 20))
  shift
  while ((tries-- > 0)); do
    "$@" && return 0
    sleep 0.05
  done
  return 1
}
has() { grep -q -- "$1" "$2" 2>/dev/null; }
jpegs_in() { show --video "$1" --json 2>/dev/null | wc -l; }

# What comes before the first frame.
run 0 "skipped 33 bytes before the first picture" \
  --video "$data/text_before_first_frame.mjpeg"
run 0 "3 frames shown" --video "$data/text_before_first_frame.mjpeg"
show --video - <"$data/text_before_first_frame.mjpeg" 2>log || fail "$(cat log)"
grep -q "standard input: skipped 33 bytes" log || fail "not told: $(cat log)"
show --video "$data/text_before_first_frame.mjpeg" --repeat 3 2>log
(($(grep -c skipped log) == 1)) || fail "not told once: $(cat log)"
run 0 "30 frames shown" --video "$data/same_frames_clean.mjpeg"

# The right pictures are libjpeg's and ffmpeg's, by tests/video/data.
run 0 "5 frames shown" --video "$data/frames_without_eoi.mjpeg"
for name in same_frames_clean bytes_before_restart_markers; do
  show --video "$data/$name.mjpeg" --out "$name.y4m" 2>log || fail "$(cat log)"
done
cmp -s same_frames_clean.y4m bytes_before_restart_markers.y4m ||
  fail "bytes before restart markers change the picture"

# A network camera's stream, as curl -N or nc keep it.
part() {
  printf -- '--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n' \
    "$(wc -c <"$1")"
  cat "$1"
  printf '\r\n'
}
show --pattern --size 64x48 --frames 1 --out one.mjpeg 2>log || fail "$(cat log)"
{
  printf 'HTTP/1.0 200 OK\r\n'
  printf 'Content-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n'
  for _ in 1 2 3; do part one.mjpeg; done
} >camera.http
run 0 "3 frames shown" --video camera.http
show --video camera.http 2>&1 | grep -q skipped && fail "headers are no junk"
printf 'HTTP/1.1 401 Unauthorized\r\n\r\n' >refused.http
run 1 "401, so it wants a name and a password" --video refused.http

# Encoded video.
printf '\0\0\0\001\147\102\0\036........' >h264
run 1 "H.264 stream" --video h264
run 1 "rpicam-vid --codec mjpeg" --video h264
show --video - <h264 2>log && fail "H.264 was shown"
grep -q "standard input: this is an H.264 stream" log || fail "$(cat log)"

# A frame is shown when it is there: its sender writes no more.
mkfifo slow
show --video slow --json >lines 2>log &
pid=$!
exec 8<>slow
cat one.mjpeg >&8
wait_for 30 has '"frame":0' lines || fail "the first frame waits for the second"
cat one.mjpeg >&8
wait_for 30 has '"frame":1' lines || fail "the second frame waits for a third"
exec 8>&-
wait "$pid" || fail "the end of the pipe: $? $(cat log)"

# A Raspberry Pi's camera, by rpicam-vid --codec mjpeg -o -: JFIF pictures end to
# end and nothing between. Without --flush they leave in whole blocks, so that the
# end of each waits for the next one.
photo=$data/../../../camapp/share/samples/coffee.jpg
block=4096
blocks=$(($(wc -c <"$photo") / block))
cat "$photo" "$photo" "$photo" >pi.mjpeg
run 0 "3 frames shown" --video pi.mjpeg
mkfifo pi
show --video pi --json >lines 2>log &
pid=$!
exec 8<>pi
head -c $((block * blocks)) pi.mjpeg >&8
tail -c +$((block * blocks + 1)) pi.mjpeg | head -c "$block" >&8
wait_for 30 has '"frame":0' lines || fail "a picture's end in the next block"
has '"frame":1' lines && fail "a picture before its end"
tail -c +$((block * (blocks + 1) + 1)) pi.mjpeg >&8
exec 8>&-
wait "$pid" || fail "rpicam-vid's end: $? $(cat log)"
grep -q ' 3 frames shown .* 0 damaged' log || fail "of three pictures: $(cat log)"

# A full disk, by a limit for the size of files: what was written stays, with
# whole frames, and the run ends with 1.
show --pattern --size 320x240 --frames 12 --out all.y4m 2>log ||
  fail "$(cat log)"
frame=$((320 * 240 * 3 / 2 + 6))
header=$(head -n 1 all.y4m | wc -c)
limited() { # KILOBYTES ARGUMENT...
  local kilobytes=$1
  shift
  (ulimit -f "$kilobytes" && show --pattern --size 320x240 --frames 60 "$@")
}
limited 1000 --out cut.y4m 2>log
(($? == 1)) || fail "a full disk: no status 1: $(cat log)"
grep -q "cut.y4m: .*File too large; the 8 frames before that are kept" log ||
  fail "a full disk: $(cat log)"
(($(wc -c <cut.y4m) == header + 8 * frame)) ||
  fail "cut.y4m has $(wc -c <cut.y4m) bytes"
cmp -s -n "$(wc -c <cut.y4m)" cut.y4m all.y4m || fail "cut.y4m has other bytes"
limited 1000 --out - --out-format y4m >piped.y4m 2>log
(($? == 1)) || fail "a full disk behind >: no status 1: $(cat log)"
cmp -s cut.y4m piped.y4m || fail "piped.y4m: $(wc -c <piped.y4m) bytes"
printf before >added.y4m
limited 1000 --out - --out-format y4m >>added.y4m 2>log
[[ $(head -c 6 added.y4m) == before ]] || fail "behind >>: what was there is lost"
(($(wc -c <added.y4m) == 6 + $(wc -c <cut.y4m))) ||
  fail "behind >>: $(wc -c <added.y4m) bytes"
limited 1000 --record cut.rec 2>log
(($? == 1)) || fail "a full disk: the recording: no status 1: $(cat log)"
run 0 "frames shown" --video cut.rec
limited 60 --out cut.mjpeg 2>log
(($? == 1)) || fail "a full disk: cut.mjpeg: no status 1: $(cat log)"
[[ $(tail -c 2 cut.mjpeg | od -An -tx1) == " ff d9" ]] || fail "half a JPEG"
compgen -G '*.unfinished-*' && fail "temporary files were left"
(ulimit -f 20 && show --pattern --size 320x240 --frames 9 --out none.y4m) 2>log
(($? == 1)) || fail "no frame fits: no status 1: $(cat log)"
[[ ! -e none.y4m ]] || fail "a file without frames was left"
run 1 "No space left on device" --pattern --frames 3 --out /dev/full

# Whatever else ends a run: what it wrote stays.
show --pattern --size 64x48 --frames 6 --record whole.rec 2>log
head -c -10 whole.rec >broken.rec
run 1 "ends in the middle" --video broken.rec --out kept.mjpeg
(($(jpegs_in kept.mjpeg) >= 5)) || fail "kept.mjpeg lost its frames"

# The same while somebody looks: the view goes on, the status tells.
(ulimit -f 1000 && exec "$camapp" --serve 127.0.0.1:0 --no-token --no-infer \
  --pattern --size 320x240 --record view.rec --json) >state 2>log &
pid=$!
wait_for 30 has 'the recording has ended' log || fail "not told: $(cat log)"
wait_for 30 has '"message":"the recording has ended' state ||
  fail "not in the state"
kill -INT "$pid"
wait "$pid"
(($? == 1)) || fail "a recording that failed: status 0"
run 0 "frames shown" --video view.rec

verdict
