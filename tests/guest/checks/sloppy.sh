# Cameras that are slower than they announce, or whose JPEGs are not quite right.
# shellcheck shell=sh
clean=/job/data/same_frames_clean.mjpeg
spoilt=/job/data/bytes_before_restart_markers.mjpeg

plug -F YUYV:320x240@30 -r 0.7
expect "a slow camera" 0 show --frames 5
unsaid "it is not stalled" "stalled"
unsaid "it is not started again" "retrying"
unplug

# Ctrl-Z and fg: frames from before are in the driver and on their way.
plug -F YUYV:320x240@30
watch --seconds 100 --json
wait_for 30 has '"frame":20,' /tmp/watched_out || fail "it streams" /tmp/watched
# shellcheck disable=SC2154  # pid comes from watch
kill -STOP "$pid"
sleep 0.2
before=$(wc -l </tmp/watched_out)
sleep 3
kill -CONT "$pid"
went_on() { [ "$(wc -l </tmp/watched_out)" -gt $((before + 5)) ]; }
wait_for 30 went_on || fail "it goes on" /tmp/watched
oldest=$(tail -n +$((before + 1)) /tmp/watched_out |
  sed -n 's/.*"age_ms":\([0-9]*\).*/\1/p' | sort -n | tail -n 1)
if [ "${oldest:-9999}" -lt 2500 ]; then
  pass "after a stop no frame is from before it ($oldest ms)"
else
  fail "after a stop a frame is $oldest ms old" /tmp/watched
fi
stop "after a stop"
unsaid "to be stopped is no fault of the camera" "stalled"
unplug

plug -F MJPG:160x120@30 -i MJPG=$spoilt
expect "bytes before restart markers" 0 show --frames 20 --record spoilt.rec
counted "no frame is damaged" "damaged" -eq 0
expect "they came" 0 check_frames jpegs spoilt.rec $spoilt
expect "they show what clean ones do" 0 \
  check_frames pictures spoilt.rec $clean
unplug

plug -F MJPG:160x120@30 -i MJPG=$clean -X all:noeoi
expect "JPEGs without an end marker" 0 show --frames 20 --record open.rec
counted "none of them is damaged" "damaged" -eq 0
expect "they show what whole ones do" 0 check_frames pictures open.rec $clean
unplug

plug -F MJPG:160x120@30 -i MJPG=$clean -X all:nosoi
watch --seconds 100 --json
if wait_for 30 has '"state":"damaged".*"undecodable":[1-9]' /tmp/watched_out; then
  pass "frames that can't be decoded are a state"
else
  fail "frames that can't be decoded are a state" /tmp/watched /tmp/watched_out
fi
stop "with nothing to show"
unsaid "they are not called missing" "stalled"
unplug
finish
