# The live view as a camera: camapp writes to the real v4l2loopback, and other
# programs, camapp among them, take pictures from its node.
# shellcheck shell=sh
export CAMGLASS_MODELS=/job/data/models
node=/dev/video9
bytes=$((1280 * 720 * 3 / 2))

# The writer in the background, as $pid; its state is in /tmp/watched_out.
feed() {
  camapp --pattern --size 320x240 --fps 5 --sink "$node" --json "$@" \
    >/tmp/watched_out 2>/tmp/watched &
  pid=$!
}

# The first pictures come before the network's first result, which takes long in
# emulation: a small input will do.
feed --input-scale 0.5
if wait_for 60 has '"top":' /tmp/watched_out; then
  pass "the writer shows a class"
else
  fail "the writer shows a class" /tmp/watched
fi
expect "v4l2-ctl takes pictures" 0 \
  v4l2-ctl -d "$node" --stream-mmap=4 --stream-count=3 --stream-to=/tmp/pictures
size=$(wc -c </tmp/pictures)
if [ "$size" -eq $((3 * bytes)) ]; then
  pass "of 1280x720 YU12"
else
  fail "of 1280x720 YU12: $size bytes" /tmp/out /tmp/err
fi
expect "camapp takes pictures" 0 \
  show --camera "$node" --frames 6 --record /tmp/taken.rec
expect "they are the annotated figure" 0 check_frames figure /tmp/taken.rec
expect "they move" 0 check_frames moves /tmp/taken.rec
stop "the writer"

feed --no-infer --frames 5
wait "$pid" || fail "the node can be written to again" /tmp/watched
finish
