# Which camera is taken where there are several, and which one for a lost one.
# shellcheck shell=sh
raw="-F YUYV:320x240@30"

plug -F Y16:320x240@30
plug_second $raw
expect "the first camera has no usable format" 0 show --frames 3
said "it is passed over" "passed over: /dev/video0"
said "the next one is taken" "(/dev/video2): YUYV"
expect "unless it is named" 7 show --camera /dev/video0 --frames 1
camapp doctor >/tmp/out 2>&1
if has "^note .*/dev/video0.*passed over" /tmp/out; then
  pass "doctor says so, too"
else
  fail "doctor says so, too" /tmp/out
fi
unplug_second
unplug

# Two of a kind, the second one plugged in later: no number tells them apart.
plug $raw
watch --seconds 100
until_said "the first one streams" "YUYV 320x240"
plug_second $raw
unplug
until_said "its loss is noticed" "absent:"
until_said "the other one is told" "/dev/video2 is another one like"
sleep 3
if has "first frame" /tmp/watched; then
  fail "the other one is not taken for it" /tmp/watched
else
  pass "the other one is not taken for it"
fi
plug $raw
until_said "the lost one is, where it was" "first frame from /dev/video0"
stop "after its return"
unplug_second
unplug
finish
