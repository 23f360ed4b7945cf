# vivid as an HDMI grabber: the source's resolution changes while we stream.
# shellcheck shell=sh
set_control() { v4l2-ctl -d /dev/video0 -c "$1" >/dev/null; }
watch --seconds 90 --json
wait_for 20 has '"frame":5' /tmp/watched_out ||
  fail "the grabber streams" /tmp/watched
set_control dv_timings_signal_mode=4,dv_timings=10
until_said "the change is noticed" "source changed"
until_said "it streams again" "streaming: first frame"
stop "after the change"
finish
