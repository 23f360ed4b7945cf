#!/bin/bash
# What camtool's commands answer, and with which exit status.
#   camtool_test.sh CAMTOOL DATA_FOLDER BUNDLED_MODEL
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camtool=$1 data=$2 model=$3
enter_work_folder

# run STATUS TEXT ARGUMENT...: expects that of camtool.
run() {
  local wanted=$1 text=$2
  shift 2
  expect "$wanted" "$text" "$camtool" "$@"
}

# Usage.
run 0 "camtool COMMAND --help" --help
run 0 "camtool 0" --version
run 2 "see camtool --help"
run 2 "there is no command 'nonsense'" nonsense
for command in convert diff inspect models verify; do
  run 0 "Examples:" "$command" --help
  run 0 "camtool 0" "$command" --version
  run 2 "see camtool $command --help" "$command" --nonsense
done
run 2 "FILE is required" convert

# Bad input leaves nothing behind.
run 1 "none.pth: there is no such file" convert none.pth
run 1 "whole_module.pth: this is a whole pickled module" convert "$data/whole_module.pth"
run 1 "known network" convert "$data/tiny.safetensors"
run 1 "not of resnet18" convert "$model" --arch resnet18
run 2 "choose from" convert "$model" --arch vgg16
run 2 "choose from" convert "$model" --preprocess nonsense
run 2 "order=rgb" convert "$model" --preprocess scale=1/0
run 2 "order=rgb" convert "$model" --preprocess order=rgb,size=224
run 1 "1000 classes" convert "$model" --classes "$data/names.txt"
run 1 "none.txt: there is no such file" convert "$model" --classes none.txt
run 1 "none: there is no such folder" convert "$model" --classes-from none
run 2 "--classes" convert "$model" --classes a --classes-from b
run 1 "folder does not exist" convert "$model" -o none/m.safetensors
expect_files ""

# Tensors alone, for NumPy, and the same model again.
run 2 ".npz holds f32" convert "$model" --f16 -o one.npz
run 0 "wrote one.npz" convert "$model" -o one.npz
run 0 "wrote back.safetensors" convert one.npz -o back.safetensors
run 0 "wrote two.npz" convert back.safetensors -o two.npz
cmp one.npz two.npz || fail "NumPy's files differ"
rm -f one.npz two.npz back.safetensors

# What is wrong with the options is said before what is there already.
: >there.safetensors
for option in --arch=vgg16 --variant=none --scores=both --preprocess=nonsense; do
  run 2 "${option#*=}" convert "$model" -o there.safetensors "$option"
done
run 2 "choose from" convert "$model" -o there.safetensors --arch resnet18 \
  --variant caffe
run 1 "none.txt: there is no such file" convert "$model" -o there.safetensors \
  --classes none.txt
run 1 "the file exists" convert "$model" -o there.safetensors --arch resnet18
rm there.safetensors

# Models: written, refused, overwritten, and the same bytes again.
run 0 "wrote one.safetensors" convert "$model" --f16 -o one.safetensors
run 1 "one.safetensors: the file exists" convert "$model" -o one.safetensors
run 1 "one.safetensors: the file exists" convert none.pth -o one.safetensors
run 0 "" convert "$model" --f16 --force --quiet --output=one.safetensors
cmp one.safetensors "$model" || fail "the bundled model came out otherwise"
run 0 "f16 holds every weight exactly" convert "$model" --f16 --force \
  -o one.safetensors
run 0 "wrote squeezenet1_1.safetensors" convert "$model"
expect_files "one.safetensors squeezenet1_1.safetensors"

# Disk full: only root can make a disk that small.
mkdir small
if mount -t tmpfs -o size=1m tmpfs small 2>/dev/null; then
  run 1 "No space left" convert "$model" -o small/m.safetensors
  [[ -z $(ls -A small) ]] || fail "left on the full disk: $(ls -A small)"
  umount small
else
  echo "SKIPPED: disk full (needs the right to mount)"
fi
rmdir small

# Classes are counted, and numbered as ImageFolder does.
mkdir -p classes/{zebra,ant,Bee}
run 1 "1000 classes, but 3 names" convert "$model" --classes-from classes \
  -o classes.safetensors
rm -r classes
seq 1000 >thousand.txt
echo only >one.txt
run 1 "has 1000 classes, but 1 name is given" convert "$model" \
  --classes one.txt -o one_name.safetensors
rm one.txt
run 0 "wrote" convert "$model" --classes thousand.txt -o named.safetensors
run 0 "classes     1000: 1 ... 1000" inspect named.safetensors

# Differences.
run 0 "identical: 52 tensors" diff one.safetensors "$model"
run 0 '"identical":true' diff one.safetensors "$model" --json
run 1 "class 0: tench, 1" diff "$model" named.safetensors
run 0 "identical" diff "$model" named.safetensors --raw
run 1 "only in B" diff "$model" "$data/tiny.pth"
run 1 "none: there is no such file" diff "$model" none
run 1 "did you mean 'squeezenet1_1'?" diff "$model" squeezenet1_2
run 1 "did you mean './one.safetensors'?" diff "$model" ./on.safetensors
run 0 "identical: 52 tensors" diff squeezenet1_1 "$model"
run 2 "say what to do"
rm thousand.txt named.safetensors

# Weights beside a model, for every command that reads one.
cp "$data/external.onnx" alone.onnx
run 1 "beside the model" convert alone.onnx
run 1 "beside the model" inspect alone.onnx
run 1 "beside the model" diff alone.onnx alone.onnx
run 1 "is not there" inspect "$data/external.onnx" --external-data-dir .
run 0 "f32   [4]                  w" inspect alone.onnx \
  --external-data-dir "$data"
cp "$data/external.bin" .
run 0 "identical: 1 tensor," diff alone.onnx "$data/external.onnx"
rm alone.onnx external.bin
run 0 "f32   [4]                  w" inspect "$data/external.onnx"
run 0 "f32   [4]                  w" inspect "$data/external.onnx" \
  --external-data-dir "$data"
run 0 "identical: 1 tensor," diff "$data/external.onnx" \
  "$data/external.onnx" --external-data-dir "$data"
run 1 "only in B: 1 tensor" diff "$data/tiny.safetensors" \
  "$data/external.onnx" --external-data-dir "$data"

# Lists.
run 0 "squeezenet1_1, caffe, 1000 classes" models
# Columns are as wide as the longest name is.
ln one.safetensors a_name_of_more_than_twenty_letters.safetensors
CAMGLASS_MODELS=$work "$camtool" models >listed
[[ $(grep -c '^.\{34\}  squeezenet1_1, caffe' listed) == \
  $(grep -c 'squeezenet1_1, caffe' listed) ]] ||
  fail "models' columns: $(<listed)"
rm a_name_of_more_than_twenty_letters.safetensors listed
CAMGLASS_MODELS=$work/none run 0 "warning: CAMGLASS_MODELS is $work/none" models
CAMGLASS_MODELS=$work/none run 0 "$work/none (there is no such folder)" models
CAMGLASS_MODELS=$work run 0 "$work/one.safetensors" models
run 0 "network     squeezenet1_1, variant caffe" inspect squeezenet1_1
run 0 '"arch":"squeezenet1_1"' inspect "$model" --json
run 0 "conv.weight" inspect "$data/tiny.pth"
run 0 "no network" inspect "$data/tiny.pth"
run 0 "map 14x14, 0.388 G multiply-adds" inspect squeezenet1_1
run 0 "features.0:conv" inspect squeezenet1_1 --size 240x320
for size in 240x x240 240x320x 240x320.5 240X320 '240*320' 1e3 +240 -240 \
  ' 240' 0x240 240x0 99999999999999999999 0240z; do
  run 2 "give one side" inspect squeezenet1_1 --size="$size"
done
run 1 "squeezenet1_1.safetensors: " inspect squeezenet1_1 --size 3
run 1 "there is no model 'nothing'" inspect nothing

# Comparison.
run 1 "header is not of the form" \
  verify squeezenet1_1 --against "$data/fortran.npz"
run 1 "none.npz: there is no such file" verify squeezenet1_1 --against none.npz
run 2 "against is required" verify squeezenet1_1
run 1 '"error":"' verify squeezenet1_1 --json --against "$data/fortran.npz"
run 1 '"agree":0' verify squeezenet1_1 --json --against "$data/fortran.npz"
# A folder is a batch: 1 where nothing succeeds, 3 where only some does.
mkdir archives
cp "$data/fortran.npz" archives/a.npz
run 1 "header is not of the form" verify squeezenet1_1 --against archives
cp "$data/fortran.npz" archives/b.npz
run 1 "0 of 2 agree" verify squeezenet1_1 --against archives
[[ $("$camtool" verify squeezenet1_1 --against none.npz 2>&1 | wc -l) == 1 ]] ||
  fail "verify says more than one line of a file that isn't there"

verdict
