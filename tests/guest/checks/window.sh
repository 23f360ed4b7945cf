# The window, drawn by SDL into memory: a first run without a camera goes live
# when one is plugged in, and every end of it gives the camera free.
# shellcheck shell=sh
export SDL_VIDEODRIVER=dummy
mkdir -p /job/share/camglass/samples
cp /job/data/coffee.jpg /job/share/camglass/samples/

# The window in the background, as $pid; its state is in /tmp/watched_out.
open_window() {
  camapp --window --no-infer --json "$@" >/tmp/watched_out 2>/tmp/watched &
  pid=$!
}
until_state() { # NAME STATE
  if wait_for 60 has "\"state\":\"$2\"" /tmp/watched_out; then
    pass "$1"
  else
    fail "$1" /tmp/watched
  fi
}

open_window
until_state "no camera: the photograph" "no camera"
plug -F MJPG:640x480@30 -i MJPG=/job/data/frames.mjpeg
until_state "plugged in: live" "streaming"
expect "the window has the camera" 6 show --camera /dev/video0 --frames 1
stop "the window is closed"
expect "the camera is free" 0 show --camera /dev/video0 --frames 3

open_window --camera /dev/video0 --frames 5
wait "$pid" || fail "the window ends after five frames" /tmp/watched
expect "the camera is free again" 0 show --camera /dev/video0 --frames 3

unset SDL_VIDEODRIVER
expect "no display" 8 camapp --no-infer
said "no display: names the page" "--serve"
unplug
finish
