# Cameras that are slower than they announce, or whose JPEGs are not quite right.
# shellcheck shell=sh
clean=/job/data/same_frames_clean.mjpeg
spoilt=/job/data/bytes_before_restart_markers.mjpeg

plug -F YUYV:320x240@30 -r 0.7
expect "a slow camera" 0 show --frames 5
unsaid "it is not stalled" "stalled"
unsaid "it is not started again" "retrying"
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
