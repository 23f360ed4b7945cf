# What the USB camera sends arrives, in both formats and sizes, by both kinds of
# USB transfer.
# shellcheck shell=sh
media=/job/data/frames.mjpeg

plug -F MJPG:640x480@30,1280x720@30 -i MJPG=$media
for size in 640x480 1280x720; do
  expect "MJPG $size streams" 0 \
    show --format MJPG --size $size --frames 20 --record mjpg_$size.rec
  said "MJPG $size is what was chosen" "MJPG $size"
  expect "MJPG $size is what the camera sent" 0 \
    check_frames jpegs mjpg_$size.rec $media
done
unplug

plug -b -F MJPG:640x480@30 -i MJPG=$media
expect "MJPG over bulk transfers" 0 show --frames 20 --record bulk.rec
expect "MJPG over bulk is what the camera sent" 0 \
  check_frames jpegs bulk.rec $media
unplug

plug -F YUYV:640x480@30,1280x720@15
for size in 640x480 1280x720; do
  expect "YUYV $size streams" 0 \
    show --format YUYV --size $size --frames 15 --record yuyv_$size.rec
  said "YUYV $size is what was chosen" "YUYV $size"
  expect "YUYV $size is what the camera sent" 0 \
    check_frames pattern yuyv_$size.rec
done
unplug

# The rule for modes, on a camera whose raw format is slow where it is large.
plug -F YUYV:640x480@30,1280x720@5 -F MJPG:640x480@30,1280x720@30 \
  -i MJPG=$media
expect "the default mode" 0 show --frames 3
said "the smallest size, and the cheapest format" "YUYV 640x480 at 30 fps (smallest"
expect "a larger size" 0 show --size 1280x720 --frames 3
said "MJPEG where raw is too slow" "MJPG 1280x720 at 30 fps"

expect "list" 0 camapp list
if has "YUYV 1280x720 at 5 fps" /tmp/out && has "other video node" /tmp/out; then
  pass "list names the modes and leaves the metadata node out"
else
  fail "list names the modes and leaves the metadata node out" /tmp/out
fi
expect "list as JSON" 0 camapp list --json
has '"driver":"uvcvideo"' /tmp/out || fail "JSON names the driver" /tmp/out
has '"usb":"1d6b:0102:0001"' /tmp/out || fail "JSON tells the USB ids" /tmp/out

expect "a control" 0 show --frames 5 --control brightness=77
expect "its value" 0 camapp controls --get brightness
if [ "$(cat /tmp/out)" = 128 ]; then
  pass "the control is put back"
else
  fail "the control is put back" /tmp/out
fi
watch --seconds 20 --control brightness=77
wait_for 10 has "YUYV" /tmp/watched
camapp controls --get brightness >/tmp/out 2>&1
if [ "$(cat /tmp/out)" = 77 ]; then
  pass "the control is set meanwhile"
else
  fail "the control is set meanwhile" /tmp/out /tmp/watched
fi
stop "with a control set" TERM
expect "a control out of range" 1 show --frames 3 --control brightness=777
said "its range is told" "0 to 255"
unplug
finish
