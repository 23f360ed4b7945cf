#!/bin/bash
# What both programs answer to command lines that can't mean what they say:
# flags that would be ignored, names of options, files that look like options.
#   command_line_test.sh CAMTOOL CAMAPP MODEL SAMPLES Y4M
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camtool=$1 camapp=$2 model=$3 samples=$4 video=$5
photo=$samples/coffee.jpg
enter_work_folder

# refused TEXT COMMAND...: one sentence with this text, status 2, and no file.
refused() {
  local text=$1 output status=0
  shift
  output=$(timeout 20 "$@" 2>&1 </dev/null) || status=$?
  if ((status != 2)) || [[ $output != *"$text"* || $output == *$'\n'* ]]; then
    fail "$*: status $status, not one line with: $text
  $output"
  fi
}

# Empty values would mean that the flag wasn't given.
for flag in --class --model --style --top --out --map; do
  refused "$flag has an empty value" "$camtool" run "$photo" "$flag" ''
  refused "$flag has an empty value" "$camtool" run "$photo" "$flag="
done
for flag in --image --camera --video --record --size --format --serve --sink; do
  refused "$flag has an empty value" "$camapp" --headless "$flag" ''
done
refused "--arch has an empty value" "$camtool" convert x.pth --arch ''
refused "there is an empty argument" "$camtool" run ''
refused "there is an empty argument" "$camapp" ''

# Flags for one kind of source, with another.
for flag in --control=brightness=5 --format=YUYV --lock-exposure --stall-timeout=3; do
  for source in --pattern "--video=x.mjpeg" "--image=$photo --headless" "--image=$photo"; do
    # shellcheck disable=SC2086  # a flag and its value
    refused "${flag%%=*} has no effect here: it is for a camera" \
      "$camapp" --headless $source "$flag"
  done
done
refused "--size has no effect" "$camapp" --headless --video x.mjpeg --size 64x48
refused "--fps has no effect" "$camapp" --headless --image "$photo" --fps 5
refused "--no-exif has no effect" "$camapp" --headless --pattern --no-exif

# Flags of live runs, for pictures one by one.
for flag in --frames=1 --seconds=1 --record=x.rec --stats --no-infer --view=frame \
  --out-format=jpeg --snapshots=. --no-token --token-file=x --size=9x9 --fps=5; do
  refused "${flag%%=*} has no effect" "$camapp" --image "$photo" "$flag"
done
refused "--verbose has no effect" "$camapp" --headless --pattern --verbose
refused "--snapshots has no effect" "$camapp" --headless --pattern --snapshots .
refused "--no-token has no effect" "$camapp" --headless --pattern --no-token
refused "--token-file has no effect" "$camapp" --pattern --token-file x
refused "--out is for --headless without --serve" \
  "$camapp" --headless --pattern --serve --out x.mjpeg

# Flags about what is not made.
for flag in --style=turbo --map-range=fixed --threshold=0.5; do
  refused "${flag%=*} has no effect" "$camapp" --headless --pattern "$flag"
  refused "${flag%=*} has no effect" \
    "$camapp" --headless --pattern --out x.mjpeg --view frame "$flag"
  refused "${flag%=*}" "$camtool" run "$photo" --json "$flag"
  refused "${flag%=*}" "$camtool" run "$photo" --map x.npy "$flag"
done
for flag in --against=3 --average=flip --align=receptive --contour --box; do
  refused "${flag%=*} has no effect here: it is for --image without" \
    "$camapp" --headless --pattern "$flag"
done
refused "--overlay, --grid, --map" "$camapp" --headless --pattern --grid x.png
refused "--view has no effect" "$camapp" --headless --pattern --view overlay
refused "--out-format has no effect" \
  "$camapp" --headless --pattern --out-format jpeg
for flag in --class=1 --top=5 --style=turbo --resize=fast --resize-rule=crop \
  --input-scale=2 --conv=direct --precision=f16 --threshold=0.1; do
  refused "${flag%=*} has no effect here: it is for a network" \
    "$camapp" --headless --pattern --no-infer "$flag"
done
refused "--style has no effect" \
  "$camtool" run "$photo" --style turbo --map-range signed
refused "--resize has no effect" \
  "$camtool" run "$photo" --resize fast --resize-rule crop
refused "--resize has no effect" "$camapp" --headless --pattern \
  --resize exact --resize-rule crop
refused "--verbose adds to" "$camtool" run "$photo" --verbose --json
refused "--verbose adds to" "$camtool" run "$photo" --verbose --out -

# Commands.
refused "--json has no effect before a command" "$camapp" --json list
refused "--headless has no effect" "$camapp" --headless doctor
refused "--get prints the value alone" "$camapp" controls --get x --json
for flag in --classes=x --classes-from=x --preprocess=caffe --scores=softmax; do
  refused "${flag%=*} is for model files" \
    "$camtool" convert "$model" -o x.npz "$flag"
done
refused "--external-data-dir is for ONNX" \
  "$camtool" convert "$model" --external-data-dir . -o x.safetensors
refused "--external-data-dir is for ONNX" \
  "$camtool" inspect "$model" --external-data-dir .
refused "--top" "$camtool" diff "$model" "$model" --json --top 3
refused "--quiet" "$camtool" diff "$model" "$model" --json --quiet
refused "--top has no effect" "$camtool" run "$photo" --map - --top 5
refused "--top has no effect" "$camtool" run "$photo" --map x.npy --quiet --top 5
refused "--fps has no effect here: $video has a rate of its own" \
  "$camapp" --headless --no-infer --video "$video" --fps 5
refused "--steps and --json exclude each other" \
  "$camtool" bench --steps --json
refused "--quiet leaves nothing to see" "$camtool" eval . --quiet

# Values, in words of our own, and where to look them up.
refused "--seed: 'x' is not a number from 0 to" \
  "$camtool" train-head . -o x.safetensors --seed x
refused "--top: 'x' is not a number" "$camtool" diff a b --top x
refused "--runs: '1e3' is not a number" "$camtool" bench --runs 1e3
refused "--runs: '010' is not a number" "$camtool" bench --runs 010
refused "--runs: '0x10' is not a number" "$camtool" bench --runs 0x10
refused "--conv: 'fast' is not one of auto, direct; see camtool bench --help" \
  "$camtool" bench --conv fast
refused "--json takes no value" "$camtool" inspect "$model" --json=maybe
refused "--size needs a value; see camtool inspect --help" \
  "$camtool" inspect "$model" --size
refused "--size is given more than once" \
  "$camtool" inspect "$model" --size 9 --size 10
refused "--get needs a value; see camapp controls --help" \
  "$camapp" controls --get
refused "exclude each other; leave one out; see camtool run --help" \
  "$camtool" run "$photo" --quiet --verbose
refused "see camtool convert --help" "$camtool" convert x.pth --arch ''
expect_files ""

# With something to work on they are taken.
small=(--threads 1 --model "$model" --input-scale 0.3)
expect 0 "wrote" "$camtool" run "$photo" "${small[@]}" --map-range signed --alpha 0.3
expect 0 "" "$camapp" --headless --pattern --size 64x48 --fps 5 --frames 1 \
  "${small[@]}" --out x.mjpeg --view overlay --style turbo
expect 0 "" "$camapp" --headless --image "$photo" --no-exif --frames 1 \
  "${small[@]}" --record x.rec --class espresso
rm ./*

# One picture that can't be shown is one line, whatever looks at it.
echo broken >broken.jpg
for way in --headless --serve=127.0.0.1:0\ --no-token; do
  # shellcheck disable=SC2086  # two options
  said=$("$camapp" --image broken.jpg $way --threads 1 --model "$model" 2>&1)
  status=$?
  [[ $status == 1 && $(grep -c broken.jpg <<<"$said") == 1 &&
    $said != *"frames shown"* ]] || fail "$way, status $status: $said"
done
rm broken.jpg

# A folder of models that isn't there; a limit on files' sizes.
expect 0 "warning: CAMGLASS_MODELS is $work/none" env CAMGLASS_MODELS="$work/none" \
  "$camapp" --headless --pattern --no-infer --size 64x48 --frames 1
expect 0 "--serve to look in a browser" env -u DISPLAY -u WAYLAND_DISPLAY \
  bash -c "'$camapp' doctor; true"
limited() {
  expect 1 "File too large" bash -c 'ulimit -f 1 && exec "$@"' limited "$@"
}
limited "$camtool" convert "$model" -o x.safetensors
limited "$camtool" run "$photo" "${small[@]}"
limited "$camapp" --image "$photo" "${small[@]}"
limited "$camapp" --headless --pattern --size 640x480 --frames 3 --no-infer \
  --record x.rec
rm -f x.rec
expect_files ""

# Help by its name.
for way in "" convert run; do
  # shellcheck disable=SC2086  # no command: no argument
  cmp <("$camtool" help $way) <("$camtool" $way --help) || fail "help $way"
done
cmp <("$camapp" help) <("$camapp" --help) || fail "camapp help"
cmp <("$camapp" help list) <("$camapp" list --help) || fail "camapp help list"
refused "there is no command 'convrt'; did you mean 'convert'?" \
  "$camtool" help convrt

# Options as other programs call them, or cut short.
refused "there is no option '-o'; did you mean '--out'?" \
  "$camtool" run "$photo" -o x.png
refused "there is no option '-o'; did you mean '--out'?" "$camapp" -o x.png
refused "there is no option '-q'; did you mean '--quiet'?" \
  "$camtool" run "$photo" -q
refused "there is no option '--out'; did you mean '--output'?" \
  "$camtool" convert x.pth --out x.safetensors

# Pictures whose names begin with a dash.
refused "'-dash.jpg' is taken for an option" "$camtool" run -dash.jpg
cp "$photo" ./-dash.jpg
refused "write ./-dash.jpg" "$camtool" run -dash.jpg
refused "write --image ./-dash.jpg" "$camapp" -dash.jpg
expect 0 "espresso" "$camtool" run --threads 1 --model "$model" ./-dash.jpg
expect_files "-dash.cam.png -dash.jpg"

verdict
