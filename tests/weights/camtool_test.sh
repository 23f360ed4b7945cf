#!/bin/bash
# What camtool's commands answer, and with which exit status.
#   camtool_test.sh CAMTOOL DATA_FOLDER BUNDLED_MODEL
set -uo pipefail

camtool=$1 data=$2 model=$3
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

# expect STATUS TEXT ARGUMENT...: camtool with these arguments ends with STATUS
# and its output has TEXT.
expect() {
  local wanted=$1 text=$2 status=0 output
  shift 2
  output=$("$camtool" "$@" 2>&1) || status=$?
  if ((status != wanted)) || [[ $output != *"$text"* ]]; then
    printf 'camtool %s\n  status %d, expected %d; expected text: %s\n  %s\n' \
      "$*" "$status" "$wanted" "$text" "$output"
    failures=$((failures + 1))
  fi
}

expect_files() {
  local found
  found=$(ls -A | tr '\n' ' ')
  if [[ $found != "$*" && $found != "$* " ]]; then
    printf 'files left: %s; expected: %s\n' "$found" "$*"
    failures=$((failures + 1))
  fi
}

# Usage.
expect 0 "camtool COMMAND --help" --help
expect 0 "camtool 0" --version
expect 2 "see camtool --help"
expect 2 "see camtool --help" nonsense
for command in convert diff inspect models verify; do
  expect 0 "Examples:" "$command" --help
  expect 0 "camtool 0" "$command" --version
  expect 2 "see camtool --help" "$command" --nonsense
done
expect 2 "file is required" convert

# Bad input leaves nothing behind.
expect 1 "none.pth: there is no such file" convert none.pth
expect 1 "whole_module.pth: pickle, byte" convert "$data/whole_module.pth"
expect 1 "known network" convert "$data/tiny.safetensors"
expect 1 "not of resnet18" convert "$model" --arch resnet18
expect 2 "choose from" convert "$model" --arch vgg16
expect 2 "choose from" convert "$model" --preprocess nonsense
expect 1 "1000 classes" convert "$model" --classes "$data/names.txt"
expect 1 "none.txt: there is no such file" convert "$model" --classes none.txt
expect 1 "none: there is no such folder" convert "$model" --classes-from none
expect 2 "--classes" convert "$model" --classes a --classes-from b
expect 1 "folder does not exist" convert "$model" -o none/m.safetensors
expect_files ""

# Tensors alone, for NumPy, and the same model again.
expect 2 ".npz holds f32" convert "$model" --f16 -o one.npz
expect 0 "wrote one.npz" convert "$model" -o one.npz
expect 0 "wrote back.safetensors" convert one.npz -o back.safetensors
expect 0 "wrote two.npz" convert back.safetensors -o two.npz
cmp one.npz two.npz || failures=$((failures + 1))
rm -f one.npz two.npz back.safetensors

# Models: written, refused, overwritten, and the same bytes again.
expect 0 "wrote one.safetensors" convert "$model" --f16 -o one.safetensors
expect 1 "one.safetensors: the file exists" convert "$model" -o one.safetensors
expect 0 "" convert "$model" --f16 --force --quiet --output=one.safetensors
cmp one.safetensors "$model" || failures=$((failures + 1))
expect 0 "f16 holds every weight exactly" convert "$model" --f16 --force \
  -o one.safetensors
expect 0 "wrote squeezenet1_1.safetensors" convert "$model"
expect_files "one.safetensors squeezenet1_1.safetensors"

# Disk full: only root can make a disk that small.
mkdir small
if mount -t tmpfs -o size=1m tmpfs small 2>/dev/null; then
  expect 1 "No space left" convert "$model" -o small/m.safetensors
  [[ -z $(ls -A small) ]] || failures=$((failures + 1))
  umount small
else
  echo "SKIPPED: disk full (needs the right to mount)"
fi
rmdir small

# Classes are counted, and numbered as ImageFolder does.
mkdir -p classes/{zebra,ant,Bee}
expect 1 "1000 classes, but 3 names" convert "$model" --classes-from classes
rm -r classes
seq 1000 >thousand.txt
expect 0 "wrote" convert "$model" --classes thousand.txt -o named.safetensors
expect 0 "classes     1000: 1 ... 1000" inspect named.safetensors

# Differences.
expect 0 "identical: 52 tensors" diff one.safetensors "$model"
expect 0 '"identical":true' diff one.safetensors "$model" --json
expect 1 "class 0: tench, 1" diff "$model" named.safetensors
expect 0 "identical" diff "$model" named.safetensors --raw
expect 1 "only in B" diff "$model" "$data/tiny.pth"
expect 1 "none: there is no such file" diff "$model" none
rm thousand.txt named.safetensors

# Weights beside a model, for every command that reads one.
expect 2 "--external-data-dir" convert "$data/external.onnx"
expect 2 "--external-data-dir" inspect "$data/external.onnx"
expect 2 "--external-data-dir" diff "$data/external.onnx" "$data/external.onnx"
expect 1 "is not in the folder" inspect "$data/external.onnx" \
  --external-data-dir .
expect 0 "f32   [4]                  w" inspect "$data/external.onnx" \
  --external-data-dir "$data"
expect 0 "identical: 1 tensors" diff "$data/external.onnx" \
  "$data/external.onnx" --external-data-dir "$data"
expect 1 "only in B: 1 tensors" diff "$data/tiny.safetensors" \
  "$data/external.onnx" --external-data-dir "$data"

# Lists.
expect 0 "squeezenet1_1, caffe, 1000 classes" models
CAMGLASS_MODELS=$work expect 0 "$work/one.safetensors" models
expect 0 "network     squeezenet1_1, variant caffe" inspect squeezenet1_1
expect 0 '"arch":"squeezenet1_1"' inspect "$model" --json
expect 0 "conv.weight" inspect "$data/tiny.pth"
expect 0 "no network" inspect "$data/tiny.pth"
expect 0 "map 14x14, 0.388 G multiply-adds" inspect squeezenet1_1
expect 0 "features.0:conv" inspect squeezenet1_1 --size 240x320
expect 2 "give one side" inspect squeezenet1_1 --size 240x
expect 1 "squeezenet1_1.safetensors: " inspect squeezenet1_1 --size 3
expect 1 "there is no model 'nothing'" inspect nothing

# Comparison.
expect 1 "header is not of the form" \
  verify squeezenet1_1 --against "$data/fortran.npz"
expect 1 "none.npz: there is no such file" verify squeezenet1_1 --against none.npz
expect 2 "against is required" verify squeezenet1_1
expect 1 '"error":"' verify squeezenet1_1 --json --against "$data/fortran.npz"
expect 1 '"agree":0' verify squeezenet1_1 --json --against "$data/fortran.npz"

((failures == 0)) && echo "all commands answered as they should"
exit $((failures > 0))
