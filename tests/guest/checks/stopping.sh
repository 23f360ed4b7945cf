# Whatever camapp waits for when it is asked to stop, the camera is free at once
# and its controls are as before; and a full disk costs no frame that was
# written.
# shellcheck shell=sh
plug -F MJPG:640x480@30 -i MJPG=/job/data/frames.mjpeg

# asked NAME SIGNAL: $pid ends; how long that took is told, and bounded for
# emulation.
asked() {
  began=$(cut -d' ' -f1 /proc/uptime)
  stop "$1" "$2"
  ended=$(cut -d' ' -f1 /proc/uptime)
  awk -v name="$1" -v a="$began" -v b="$ended" \
    'BEGIN { printf "        %s: %.2f s (aim: 1 s)\n", name, b - a; exit b - a > 10 }' ||
    fail "$1: it took too long"
  expect "$1: the camera is free" 0 show --camera /dev/video0 --frames 2
  expect "$1: the control" 0 camapp controls --camera /dev/video0 --get brightness
  [ "$(cat /tmp/out)" = 128 ] || fail "$1: the control is put back" /tmp/out
}
streams() { # ARGUMENT...
  watch --camera /dev/video0 --seconds 120 --control brightness=77 "$@"
  wait_for 30 has "MJPG 640x480" /tmp/watched || fail "it streams" /tmp/watched
  sleep 1
}

for signal in HUP TERM INT; do
  streams --record "/tmp/$signal.rec"
  asked "SIG$signal" "$signal"
  expect "SIG$signal: the recording is whole" 0 show --video "/tmp/$signal.rec"
done

# Readers that are there and read nothing. 6 keeps both ends open.
mkfifo /tmp/stuck /tmp/nobody
exec 6<>/tmp/stuck
for way in "--out-format mjpeg --out" --record; do
  # shellcheck disable=SC2086  # a flag, or two and a value
  streams --view frame $way /tmp/stuck
  asked "a stuck reader of $way" TERM
  # shellcheck disable=SC2086
  streams --view frame $way /tmp/nobody
  asked "a pipe for $way that nobody opens" HUP
done
(exec camapp --headless --no-infer --camera /dev/video0 --control brightness=77 \
  --json >/tmp/stuck 2>/tmp/watched) &
pid=$!
wait_for 30 has "MJPG 640x480" /tmp/watched || fail "it streams" /tmp/watched
sleep 2
asked "a stuck reader of --json" INT
exec 6>&-

mkdir /tmp/small
mount -t tmpfs -o size=700k tmpfs /tmp/small || fail "a small disk"
for kept in full.rec full.mjpeg; do
  way=--out
  [ $kept = full.mjpeg ] || way=--record
  expect "a full disk: $kept" 1 \
    show --camera /dev/video0 --view frame --seconds 120 $way /tmp/small/$kept
  said "$kept: the reason is told" "No space left on device"
  said "$kept: what is kept is told" "frames before that are kept"
  [ "$(ls /tmp/small)" = "$kept" ] || fail "$kept: no other file is left"
  expect "$kept plays" 0 show --video /tmp/small/$kept
  rm -f /tmp/small/*
done

export SDL_VIDEODRIVER=dummy
camapp --window --no-infer --json --camera /dev/video0 \
  --record /tmp/small/window.rec >/tmp/watched_out 2>/tmp/watched &
pid=$!
if wait_for 60 has '"message":"the recording has ended' /tmp/watched_out; then
  pass "a full disk: the window says so"
else
  fail "a full disk: the window says so" /tmp/watched
fi
has "No space left on device" /tmp/watched ||
  fail "a full disk: standard error says so" /tmp/watched
expect "the view goes on" 6 show --camera /dev/video0 --frames 1
kill -HUP "$pid"
wait "$pid"
status=$?
[ "$status" -eq 1 ] || fail "the status tells: $status" /tmp/watched
expect "what was recorded plays" 0 show --video /tmp/small/window.rec
umount /tmp/small
unplug
finish
