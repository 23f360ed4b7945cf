#!/bin/bash
# What camtool precision and --precision answer and refuse.
#   camtool_precision_test.sh CAMTOOL MODEL SAMPLES
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camtool=$1 model=$2 samples=$3
enter_work_folder

expect 0 "Examples:" "$camtool" precision --help
expect 2 "required" "$camtool" precision "$model"
expect 1 "nothing.safetensors" \
  "$camtool" precision nothing.safetensors "$samples"
expect 1 "none.jpg" "$camtool" precision "$model" none.jpg
expect 0 "the same most likely class in 2; logits change by up to" \
  "$camtool" precision "$model" "$samples/coffee.jpg" "$samples/chelsea.png"
expect 0 '"same_top":1' \
  "$camtool" precision "$model" "$samples/coffee.jpg" --json

for command in "run $samples/coffee.jpg" "bench $model" \
  "verify $model --against x.npz"; do
  # shellcheck disable=SC2086  # words of a command
  expect 2 "'half' is not one of f16, f32" "$camtool" $command --precision half
done
expect 0 '"precision":"f16"' \
  "$camtool" bench "$model" --precision f16 --runs 1 --threads 1 --json
expect 0 '"espresso"' "$camtool" run "$samples/coffee.jpg" --model "$model" \
  --precision f16 --json
verdict
