#!/bin/bash
# Whatever camapp waits for, the first signal ends it; and nothing is taken for
# standard input, output or error where they were closed.
#   camapp_stopping_test.sh CAMAPP CAMTOOL MODEL SAMPLES
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camapp=$1 camtool=$2 model=$3 samples=$4
enter_work_folder

show() { exec "$camapp" --headless --no-infer --view frame "$@"; }
wait_for() { # SECONDS COMMAND...
  local tries=$(($1 * 20))
  shift
  while ((tries-- > 0)); do
    "$@" && return 0
    sleep 0.05
  done
  return 1
}
gone() { ! kill -0 "$1" 2>/dev/null; }
any() { compgen -G "$1" >/dev/null; }
# From then on a signal asks it to stop.
runs() { find "/proc/$1/fd" -lname '*eventfd*' 2>/dev/null | grep -q .; }

# stop NAME SIGNAL: $pid ends with 0. The bound is for machines that are busy.
stop() {
  kill -"$2" "$pid"
  if ! wait_for 20 gone "$pid"; then
    kill -KILL "$pid"
    fail "$1: SIG$2 did not end it"
  fi
  wait "$pid" 2>/dev/null
  local status=$?
  ((status == 0)) || fail "$1: SIG$2: status $status: $(cat log)"
}
start() { # ARGUMENT...: in the background, until it waits
  show "$@" 2>log <&0 &
  pid=$!
  wait_for 60 runs "$pid" || fail "$*: it does not run: $(cat log)"
  sleep 0.5
}

mkfifo nobody silent stuck
exec 7<>silent 6<>stuck # somebody is there, and says nothing, and reads nothing
for signal in INT TERM HUP; do
  start --video - <&7
  stop "the first byte" "$signal"
  start --video nobody
  stop "a pipe that nobody writes" "$signal"
  start --pattern --out nobody --out-format mjpeg
  stop "a pipe that nobody reads" "$signal"
  start --pattern --record nobody
  stop "a recording that nobody reads" "$signal"
  start --pattern --out - >&6
  stop "a reader that does not read" "$signal"
  start --pattern --json >&6
  stop "a reader of JSON that does not read" "$signal"
done
exec "$camapp" --headless --no-infer --pattern --json 2>&6 >/dev/null <&7 &
pid=$!
wait_for 60 runs "$pid" || fail "messages: it does not run"
sleep 0.5
stop "a reader of messages that does not read" TERM
mkfifo empty
exec 5<>empty
start --pattern --size 640x480 --record empty --out stuck.mjpeg
wait_for 60 any "stuck.mjpeg*"
stop "a reader of the recording that does not read" TERM
[[ $(tail -c 2 stuck.mjpeg | od -An -tx1) == " ff d9" ]] ||
  fail "the other stream was not finished"
printf '\377\330\377\340\0\020JFIF' >&7 # and no more of it
start --video - <&7
stop "the middle of a frame" TERM
start --image nobody
stop "a picture that nobody writes" TERM

# Files are finished.
for signal in INT TERM HUP; do
  show --pattern --size 64x48 --record "$signal.rec" --out "$signal.mjpeg" \
    2>log &
  pid=$!
  wait_for 60 any "$signal.rec*" && wait_for 60 any "$signal.mjpeg*"
  sleep 0.5
  stop "a run that writes files" "$signal"
  [[ $(tail -c 2 "$signal.mjpeg" | od -An -tx1) == " ff d9" ]] ||
    fail "SIG$signal: half a JPEG"
  "$camapp" --headless --no-infer --video "$signal.rec" >/dev/null 2>log ||
    fail "SIG$signal: the recording: $(cat log)"
done

# nohup is respected, and a terminal that is closed sends more than one.
(
  trap '' HUP
  show --pattern --size 64x48 --out nohup.mjpeg 2>log
) &
pid=$!
wait_for 60 any "nohup.mjpeg*"
kill -HUP "$pid"
sleep 0.5
gone "$pid" && fail "nohup: SIGHUP ended it: $(cat log)"
stop "nohup" TERM
show --pattern --size 64x48 --out twice.mjpeg 2>log &
pid=$!
wait_for 60 any "twice.mjpeg*"
kill -HUP "$pid"
stop "two SIGHUPs" HUP

# Closed standard streams. timeout's 124 is a hang.
limited() { timeout 60 "$@"; }
run() { limited "$camapp" --headless --no-infer --pattern --size 64x48 "$@"; }
run --frames 3 --out in.mjpeg <&- 2>log || fail "no input: $? $(cat log)"
run --frames 3 --out err.mjpeg 2>&- || fail "no error output: $?"
run --frames 3 --out all.mjpeg --record all.rec <&- >&- 2>&- ||
  (($? == 1)) || fail "nothing open: $?"
for file in in err all; do
  [[ $(head -c 3 $file.mjpeg | od -An -tx1) == " ff d8 ff" ]] ||
    fail "$file.mjpeg begins with other bytes"
  [[ $(tail -c 2 $file.mjpeg | od -An -tx1) == " ff d9" ]] ||
    fail "$file.mjpeg ends with other bytes"
done
run --frames 2 --out - >&- 2>log
(($? == 1)) || fail "no output, and status 0: $(cat log)"
grep -q "standard output" log || fail "no output: $(cat log)"
limited "$camapp" --headless --no-infer --video - <&- 2>log
(($? == 1)) || fail "no input to read, and status 0"
grep -q "standard input: it is closed" log || fail "no input: $(cat log)"
limited "$camtool" run - --model "$model" <&- 2>log
(($? == 1)) || fail "no picture to read, and status 0"
grep -q "it is closed" log || fail "no picture: $(cat log)"
limited "$camtool" run "$samples/coffee.jpg" --model "$model" --out figure.png \
  <&- 2>&- >text || fail "camtool: $?"
[[ $(head -c 4 figure.png | tail -c 3) == PNG ]] || fail "no figure"
grep -q espresso text || fail "camtool: no text: $(cat text)"

# A folder's run that is stopped leaves whole pictures and lines, and nothing
# half done.
mkdir many figures
for ((i = 0; i < 60; ++i)); do cp "$samples/coffee.jpg" "many/$i.jpg"; done
for signal in INT TERM HUP; do
  rm -f figures/*
  (
    cd figures && exec env --default-signal=INT "$camtool" run ../many/*.jpg \
      --model "$model" --threads 1 >../lines 2>../log
  ) &
  pid=$!
  wait_for 60 [ -e figures/1.cam.png ] || fail "no figure came: $(cat log)"
  sleep 0.$((RANDOM % 5))
  kill -"$signal" "$pid"
  wait "$pid" 2>/dev/null
  status=$?
  ((status == 128 + $(kill -l "$signal"))) ||
    fail "a folder's run, SIG$signal: status $status"
  for file in figures/*; do
    [[ $file == figures/*.cam.png ]] || fail "SIG$signal left $file"
    [[ $(tail -c 8 "$file" | head -c 4) == IEND ]] || fail "$file is cut"
  done
done

# Each picture's line is there as soon as the picture is done.
"$camtool" run many/*.jpg --model "$model" --threads 1 --json >lines 2>log &
pid=$!
whole_lines() { (($(wc -l <lines) >= 2)); }
wait_for 60 whole_lines || fail "no lines: $(cat log)"
gone "$pid" && fail "the lines came only at the end"
kill -TERM "$pid"
wait "$pid" 2>/dev/null
[[ -z $(tail -c 1 lines | tr -d '\n') ]] || fail "the last line is cut"
(($(grep -c '^{.*}$' lines) == $(wc -l <lines))) || fail "lines that are no JSON"

verdict
