# Read before each script of checks/: what they share. In the guest, by busybox.
# shellcheck shell=sh

failures=0
pass() { echo "ok      $1"; }
fail() {
  echo "FAILED  $1"
  shift
  for file in "$@"; do sed "s/^/          /" "$file" | tail -n 12; done
  failures=$((failures + 1))
}
# The last line of every script.
finish() {
  echo "finished: $failures failed"
  exit "$((failures > 0))"
}

# wait_for SECONDS COMMAND...: until the command succeeds.
wait_for() {
  tries=$(($1 * 20))
  shift
  while [ "$tries" -gt 0 ]; do
    "$@" && return 0
    sleep 0.05
    tries=$((tries - 1))
  done
  return 1
}
has() { grep -q -- "$1" "$2"; }

# plug ARGUMENT...: a simulated USB camera; unplug takes it away for good.
plug() {
  guest_usb_camera "$@" >/tmp/camera 2>&1 &
  camera=$!
  wait_for 20 [ -e /dev/video0 ] || fail "the camera appears" /tmp/camera
  # uvcvideo makes a second node, for metadata, a little later.
  wait_for 5 [ -e /dev/video1 ]
}
unplug() {
  kill "$camera" 2>/dev/null
  wait "$camera" 2>/dev/null
  wait_for 20 [ ! -e /dev/video0 ] || fail "the camera disappears"
}

# plug_second ARGUMENT...: another one, as /dev/video2; unplug_second.
plug_second() {
  guest_usb_camera -p 1 "$@" >/tmp/second_camera 2>&1 &
  second=$!
  wait_for 20 [ -e /dev/video2 ] ||
    fail "the second camera appears" /tmp/second_camera
}
unplug_second() {
  kill "$second" 2>/dev/null
  wait "$second" 2>/dev/null
  wait_for 20 [ ! -e /dev/video2 ] || fail "the second camera disappears"
}

# expect NAME STATUS COMMAND...: what it printed is in /tmp/out and /tmp/err.
expect() {
  name=$1
  wanted=$2
  shift 2
  "$@" >/tmp/out 2>/tmp/err
  status=$?
  if [ "$status" -eq "$wanted" ]; then
    pass "$name"
  else
    fail "$name: status $status instead of $wanted" /tmp/out /tmp/err
  fi
}
# said NAME TEXT: in the last expect's messages.
said() {
  if has "$2" /tmp/err; then
    pass "$1"
  else
    fail "$1: nothing like '$2' was said" /tmp/err
  fi
}
# unsaid NAME TEXT
unsaid() {
  if has "$2" /tmp/err; then
    fail "$1: '$2' was said" /tmp/err
  else
    pass "$1"
  fi
}
# counted NAME WORD COMPARISON NUMBER: "12 WORD" in the last summary.
counted() {
  number=$(sed -n "s/.*[^0-9]\([0-9][0-9]*\) $2.*/\1/p" /tmp/err | tail -n 1)
  if [ "${number:-x}" != x ] && test "$number" "$3" "$4"; then
    pass "$1 ($number)"
  else
    fail "$1: $2 is ${number:-missing}, wanted $3 $4" /tmp/err
  fi
}

# show ARGUMENT...: camapp without a screen and without a network.
show() { camapp --headless --no-infer "$@"; }

# watch ARGUMENT...: the same in the background, as $pid; what it says is in
# /tmp/watched, and after `stop` in /tmp/err.
watch() {
  camapp --headless --no-infer "$@" >/tmp/watched_out 2>/tmp/watched &
  pid=$!
}
# until_said NAME TEXT
until_said() {
  if wait_for 30 has "$2" /tmp/watched; then
    pass "$1"
  else
    fail "$1" /tmp/watched
  fi
}
# ended NAME: it ends with 0 by itself.
ended() {
  wait "$pid"
  status=$?
  cp /tmp/watched /tmp/err
  if [ "$status" -eq 0 ]; then
    pass "$1: ends with 0"
  else
    fail "$1: ends with 0, not $status" /tmp/err
  fi
}
# stop NAME [SIGNAL]: it ends with 0 when it is told to.
stop() {
  kill "-${2:-INT}" "$pid" 2>/dev/null
  ended "$1"
}
