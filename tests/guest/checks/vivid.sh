# The kernel's test driver: colours of ten raw formats, separate planes, and the
# faults that it can inject.
# shellcheck shell=sh

# vivid0: one plane; vivid1: several; both with a webcam input. The clock that
# it writes into its picture is switched off, so that the picture stands still.
set_control() { v4l2-ctl -d "/dev/video$1" -c "$2" >/dev/null; }
for node in 0 1; do set_control $node osd_text_mode=2; done

record() { # NODE FORMAT FILE
  camapp --headless --no-infer --camera "/dev/video$1" --format "$2" \
    --size 640x360 --frames 1 --record "$3" >/tmp/out 2>/tmp/err
}
colours() { # NODE FORMAT
  record "$1" "$2" "$2.rec" || fail "$2 is recorded" /tmp/err
  expect "$2 has vivid's colours" 0 check_frames colours reference.rec "$2.rec" 3
  sed 's/^/        /' /tmp/out
}
record 0 RGB3 reference.rec || fail "RGB3 is recorded" /tmp/err
for format in RGB3 BGR3 YUYV UYVY YVYU NV12 NV21 YU12 YV12; do
  colours 0 $format
done
record 0 GREY GREY.rec || fail "GREY is recorded" /tmp/err
expect "GREY has vivid's luma" 0 check_frames grey reference.rec GREY.rec 3
sed 's/^/        /' /tmp/out
for format in NM12 NM21 YM12 YM21; do colours 1 $format; done

watch_vivid() {
  watch --camera /dev/video0 --size 320x180
  wait_for 20 has " at 30 fps" /tmp/watched ||
    fail "vivid streams" /tmp/watched
  sleep 1
}

watch_vivid
set_control 0 inject_fatal_streaming_error=1
until_said "the stream breaks for good: noticed" "retrying:"
until_said "and started again" "streaming: first frame"
stop "after a broken stream"

watch_vivid
set_control 0 inject_v4l2_buf_flag_error=1
sleep 1
stop "after a flagged frame"
counted "a flagged frame is dropped" "damaged" -ge 1

set_control 0 percentage_of_dropped_buffers=50
expect "a driver that loses half" 0 show --camera /dev/video0 --frames 20
counted "the lost ones are counted" "lost by the camera" -ge 3
set_control 0 percentage_of_dropped_buffers=0

expect "one frame a second" 0 show --camera /dev/video0 --fps 1 --frames 4
if has stalled /tmp/err; then
  fail "a slow camera is not stalled" /tmp/err
else
  pass "a slow camera is not stalled"
fi

for error in reqbufs qbuf streamon; do
  set_control 0 inject_vidioc_${error}_error=1
  expect "$error refused at the start" 1 show --camera /dev/video0 --frames 2
  expect "after $error was refused" 0 show --camera /dev/video0 --frames 2
done

watch_vivid
set_control 0 disconnect=1
until_said "disconnected: noticed" "absent:"
until_said "disconnected: back" "streaming: first frame"
stop "after a disconnect"

watch_vivid
(echo vivid.0 >/sys/bus/platform/drivers/vivid/unbind) 2>/dev/null
until_said "the driver is taken away: noticed" "absent:"
(echo vivid.0 >/sys/bus/platform/drivers/vivid/bind) 2>/dev/null
until_said "the driver is back: streams" "streaming: first frame"
stop "after the driver's return"
finish
