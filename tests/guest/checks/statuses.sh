# Exit statuses and sentences where there is no camera for us, and that the
# camera is free after each way to end.
# shellcheck shell=sh

expect "no camera" 4 show --frames 1
said "no camera is told" "no camera found"
expect "no such node" 4 show --camera /dev/video9 --frames 1
expect "doctor finds none" 1 camapp doctor

plug -F YUYV:320x240@30
as_nobody() { su nobody -s /bin/sh -c "$*"; }
chmod 600 /dev/video0 /dev/video1
expect "no permission" 5 \
  as_nobody camapp --headless --no-infer --camera /dev/video0 --frames 1
said "how to open the node is told" "chgrp video /dev/video0"
unsaid "nobody is told to join root" "root"
chgrp video /dev/video0
chmod 660 /dev/video0
expect "no permission, but for a group" 5 \
  as_nobody camapp --headless --no-infer --frames 1
said "the group is named" "usermod -aG video"
expect "list, where nothing can be opened" 0 as_nobody camapp list
if [ "$(grep -c '^/dev/video' /tmp/out)" = 1 ] && has "1 other" /tmp/out; then
  pass "the metadata node is not a camera there either"
else
  fail "the metadata node is not a camera there either" /tmp/out
fi
expect "a node without pictures" 7 show --camera /dev/video1 --frames 1

# shellcheck disable=SC2154  # pid comes from watch
for signal in INT TERM; do
  watch --seconds 60
  wait_for 10 has YUYV /tmp/watched
  sleep 0.5
  expect "busy" 6 show --frames 1
  said "busy: the program is named" "in use by camapp (process $pid)"
  expect "doctor finds it busy" 1 camapp doctor
  has "in use by" /tmp/out || fail "doctor names the program" /tmp/out
  stop "SIG$signal" "$signal"
  expect "the camera is free at once after SIG$signal" 0 show --frames 2
done
unplug

plug -F Y16:320x240@30
expect "no usable format" 7 show --frames 1
said "what it has is told" "it has Y16"
unplug
plug -F YUYV:320x240@30
expect "a format that isn't there" 7 show --format NV12 --frames 1
unplug
plug -F YUYV:320x240@30 -X probe:stall
expect "the format is refused" 1 show --frames 1
unplug
plug -F YUYV:320x240@30 -X commit:stall
expect "the stream is refused" 1 show --frames 1
unplug

plug -n "Front cam" -s F1 -F YUYV:320x240@30
plug_second -n "Back cam" -s B1 -F GREY:320x240@15
expect "a camera by a part of its name" 0 show --camera back --frames 3
said "the one that was named" "Back cam"
expect "a name that fits both" 1 show --camera cam --frames 1
said "both are listed" "Front cam.*Back cam"
unplug_second
unplug
finish
