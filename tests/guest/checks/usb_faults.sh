# Each fault of a USB camera, and what becomes of it.
# shellcheck shell=sh
media=/job/data/frames.mjpeg
raw="-F YUYV:320x240@30"

# The time from the node to the first frame, as the log tells it.
recovery() {
  seconds=$(sed -n 's/.*, \([0-9.]*\) s after the node appeared.*/\1/p' \
    /tmp/watched | tail -n 1)
  echo "        $1: first frame $seconds s after the node (aim: 2 s)"
  [ "${seconds%%.*}" -lt 10 ] 2>/dev/null || fail "$1: recovery in 10 s" /tmp/watched
}

plug $raw -X 20:unplug:1500
# It ends by itself once it has shown more frames than came before the fault.
watch --frames 30
until_said "unplugged: noticed" "absent:"
until_said "plugged in again: streams" "streaming: first frame from /dev/video"
recovery "plugged in again"
ended "after the return"
counted "frames before and after" "frames shown" -ge 30
[ "$(grep -c 'absent:' /tmp/err)" = 1 ] || fail "one line for one change" /tmp/err
unplug

# Somebody holds the old node: the new one gets another number.
plug $raw -X 20:unplug:1500
sleep 100 <>/dev/video0 &
holder=$!
watch --seconds 60
until_said "another number: streams" "streaming: first frame from /dev/video[1-9]"
recovery "another number"
stop "after another number"
kill "$holder"
unplug

# The placeholder comes while the camera is away: more JPEGs than frames.
plug $raw -X 10:unplug:3000
show --frames 40 --view frame --out placeholder.mjpeg >/tmp/out 2>/tmp/err
status=$?
shown=$(check_frames count placeholder.mjpeg)
if [ "$status" = 0 ] && [ "$shown" -gt 43 ]; then
  pass "a placeholder while the camera is away ($shown pictures, 40 frames)"
else
  fail "a placeholder while away: status $status, $shown pictures" /tmp/err
fi
unplug

plug $raw -X 60:pause:1500
expect "a pause" 0 show --frames 75
said "a pause is noticed" "stalled: no frame for 1"
said "and its end" "frames again after 1"
unplug

plug $raw -X 60:pause:6000
expect "a long pause" 0 show --frames 75
said "the stream is started again" "starting it again"
unplug

plug $raw -X 5:err -X 8:short -X 11:iso
expect "damaged frames" 0 show --frames 20
counted "they are missing" "lost by the camera" -ge 1
unplug
echo 1 >/sys/module/uvcvideo/parameters/nodrop
plug $raw -X 5:err -X 8:short -X 11:iso
expect "damaged frames that the driver passes on" 0 show --frames 20
counted "they are dropped here" "damaged" -ge 2
unplug
echo 0 >/sys/module/uvcvideo/parameters/nodrop

# Many, since a busy guest skips most frames before it looks into them.
plug -F MJPG:640x480@30 -i MJPG=$media \
  -X 5:corrupt:200 -X 7:cut -X 9:empty -X 11:nosoi \
  -X 13:cut -X 15:nosoi -X 17:cut -X 19:nosoi -X 21:cut -X 23:nosoi \
  -X 25:cut -X 27:nosoi -X 29:cut -X 31:nosoi -X 33:cut -X 35:nosoi
expect "broken JPEGs" 0 show --frames 25
counted "they are dropped" "damaged" -ge 2
unplug

cat $media /job/data/small.mjpeg >/tmp/mixed.mjpeg
plug -F MJPG:640x480@30 -i MJPG=/tmp/mixed.mjpeg
expect "JPEGs of another size than announced" 0 \
  show --frames 80 --json
if has '"size":\[480,640\]' /tmp/out && has '"size":\[240,320\]' /tmp/out; then
  pass "both sizes are shown"
else
  fail "both sizes are shown" /tmp/err
fi
unplug
finish
