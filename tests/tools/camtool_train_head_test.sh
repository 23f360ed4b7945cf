#!/bin/bash
# What camtool train-head answers, writes and refuses.
#   camtool_train_head_test.sh CAMTOOL MODEL SAMPLES
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camtool=$1 model=$2 samples=$3
enter_work_folder

# train STATUS TEXT ARGUMENT...
train() {
  local wanted=$1 text=$2
  shift 2
  expect "$wanted" "$text" "$camtool" train-head --model "$model" "$@"
}

expect 0 "Examples:" "$camtool" train-head --help
expect 2 "required" "$camtool" train-head folder
train 2 "'soon' is not auto or a number" folder -o new.safetensors --l2 soon
train 2 "x.pth" folder -o x.pth
train 1 "there is no such folder" folder -o new.safetensors
mkdir -p set/coffee set/cat
train 1 "there is no picture in its sub-folders" set -o new.safetensors
cp "$samples/coffee.jpg" set/coffee/1.jpg
train 1 "the class 'cat' has no picture" set -o new.safetensors
expect_files set

cp "$samples/chelsea.png" set/cat/1.png
train 1 "give --l2" set -o new.safetensors
train 0 "wrote new.safetensors" set -o new.safetensors --l2 1
train 1 "exists" set -o new.safetensors --l2 1
expect 0 "cat" "$camtool" run "$samples/chelsea.png" --model ./new.safetensors
expect 0 '"softmax"' "$camtool" inspect new.safetensors --json
cp new.safetensors first.safetensors
train 0 "" set -o new.safetensors --l2 1 --force --quiet
cmp -s new.safetensors first.safetensors || fail "two runs give other bytes"

# What the head was trained with is kept, shown, and gone by.
expect 0 "trained on 2 pictures of 2 classes in 'set', l2 1, resize rule short" \
  "$camtool" inspect new.safetensors
expect 0 '"resize_rule":"short"' "$camtool" inspect new.safetensors --json
train 0 "resize rule crop" ./set/ -o crop.safetensors --l2 1 --resize-rule crop
input_size() { grep -o '"input":\[[^]]*\]'; }
for photo in chelsea.png coffee.jpg; do
  for model_file in crop new; do
    "$camtool" run "$samples/$photo" --model ./$model_file.safetensors --json \
      >$model_file.json
    input_size <$model_file.json >>$model_file.sizes
  done
  "$camtool" run "$samples/$photo" --model ./new.safetensors --json \
    --resize-rule crop | input_size >>asked.sizes
done
cmp -s crop.sizes asked.sizes || fail "the head's own rule is not gone by"
cmp -s crop.sizes new.sizes && fail "other rules show the same"
expect 0 "resize rule crop" "$camtool" train-head --model ./crop.safetensors \
  set -o again.safetensors --l2 1
"$camtool" convert new.safetensors -o same.safetensors --quiet
cmp -s new.safetensors same.safetensors || fail "convert changes a trained head"
"$camtool" convert "$model" -o sigmoid.safetensors --scores sigmoid --quiet
expect 0 "the network's own were a sigmoid" "$camtool" train-head \
  --model ./sigmoid.safetensors set -o softmax.safetensors --l2 1

# A broken picture is named, left out, and shows in the status.
echo broken >set/cat/2.png
train 3 "set/cat/2.png" set -o third.safetensors --l2 1
cmp -s third.safetensors first.safetensors ||
  fail "a picture that can't be read changes the head"

verdict
