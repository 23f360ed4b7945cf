#!/bin/bash
# Results that can't be written are a failure that is said: every command of both
# programs, with standard output on a full disk, closed, and given to a reader
# that has gone.
#   lost_results_test.sh CAMTOOL CAMAPP MODEL SAMPLES
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camtool=$1 camapp=$2 model=$3 samples=$4
enter_work_folder
export CAMGLASS_MODELS=${model%/*} CAMGLASS_THREADS=1

[[ -c /dev/full ]] || {
  echo "SKIPPED: there is no /dev/full"
  exit 77
}

# values.npz: what `verify` compares, wrong on purpose.
python3 - <<'PYTHON' || exit 1
import struct, zipfile
def npy(descr, shape, data):
    head = str({'descr': descr, 'fortran_order': False, 'shape': shape})
    head += ' ' * (63 - (len(head) + 10) % 64) + '\n'
    return b'\x93NUMPY\x01\x00' + struct.pack('<H', len(head)) + head.encode() + data
with zipfile.ZipFile('values.npz', 'w') as archive:
    archive.writestr('resized.npy', npy('|u1', (32, 32, 3), bytes(32 * 32 * 3)))
    archive.writestr('logits.npy', npy('<f4', (1000,), bytes(4000)))
PYTHON

forget() { rm -f ./*.cam.png ./*.out.*; }

# full STATUS COMMAND...: STATUS is what the command ends with if all goes well;
# where its results are lost that becomes 1, and one sentence says what happened.
full() {
  local usual=$1 wanted status said
  shift
  "$@" >usual.out 2>usual.err </dev/null
  status=$?
  ((status == usual)) || fail "$*: status $status, expected $usual: $(cat usual.err)"
  [[ -s usual.out ]] || fail "$*: prints nothing"
  forget
  wanted=$((usual == 0 ? 1 : usual))
  said=$("$@" 2>&1 >/dev/full </dev/null)
  status=$?
  [[ $status == "$wanted" &&
    $said == *"standard output: can't be written: No space left on device"* ]] ||
    fail "$* >/dev/full: status $status, said: $said"
  [[ $(grep -c "standard output:" <<<"$said") == 1 ]] ||
    fail "$* >/dev/full: says it more than once: $said"
  [[ $said != *"reader has gone"* ]] || fail "$* >/dev/full speaks of a reader"
  forget
}

# closed STATUS COMMAND...: the same where standard output is closed.
closed() {
  local wanted=$(($1 == 0 ? 1 : $1)) status said
  shift
  # shellcheck disable=SC2069  # standard error takes the old place of output
  said=$("$@" 2>&1 >&- </dev/null)
  status=$?
  [[ $status == "$wanted" && $said == *"standard output: it is closed"* ]] ||
    fail "$* >&-: status $status, said: $said"
  forget
}

lost() {
  full "$@"
  closed "$@"
}

picture=$samples/coffee.jpg
run=("$camtool" run "$picture" --input-scale 0.3)
image=("$camapp" --image "$picture" --input-scale 0.3)
pattern=("$camapp" --headless --pattern --size 160x120 --frames 2 --input-scale 0.3)

lost 0 "$camtool" --help
lost 0 "$camtool" --version
for command in audit bench convert diff eval inspect metrics models run \
  train-head verify; do
  lost 0 "$camtool" "$command" --help
  lost 0 "$camtool" "$command" --version
done
lost 0 "$camtool" models
lost 0 "$camtool" inspect squeezenet1_1
lost 0 "$camtool" inspect squeezenet1_1 --json
lost 0 "$camtool" diff "$model" "$model"
lost 0 "$camtool" diff "$model" "$model" --json
lost 0 "$camtool" convert "$model" -o model.out.npz
mkdir -p set/espresso set/tabby
cp "$picture" set/espresso
cp "$samples/chelsea.png" set/tabby
lost 0 "$camtool" eval set
lost 0 "$camtool" eval set --json
lost 0 "$camtool" metrics "$picture" --measures drop --maps cam
lost 0 "$camtool" metrics "$picture" --measures drop --maps cam --json
for i in 1 2 3; do
  cp "$picture" "set/espresso/$i.jpg"
  cp "$samples/chelsea.png" "set/tabby/$i.png"
done
lost 0 "$camtool" audit set --out set.out --force --per-class 4 --suggest 2
lost 0 "$camtool" precision "$model" "$picture"
lost 0 "$camtool" train-head set -o head.out.safetensors --l2 1
lost 0 "$camtool" bench squeezenet1_1 --size 32 --runs 1
lost 0 "$camtool" bench squeezenet1_1 --size 32 --runs 1 --json
lost 1 "$camtool" verify squeezenet1_1 --against values.npz
lost 1 "$camtool" verify squeezenet1_1 --against values.npz --json
lost 0 "${run[@]}"
lost 0 "${run[@]}" --verbose
lost 0 "${run[@]}" --json
lost 0 "$camapp" --help
lost 0 "$camapp" --version
for command in list controls doctor; do lost 0 "$camapp" "$command" --help; done
lost 0 "$camapp" list
lost 0 "$camapp" list --json
"$camapp" doctor >/dev/null 2>&1
doctor=$?
lost "$doctor" "$camapp" doctor
lost "$doctor" "$camapp" doctor --json
lost 0 "${image[@]}"
lost 0 "${image[@]}" --json
lost 0 "${pattern[@]}"
lost 0 "${pattern[@]}" --json
lost 0 "${pattern[@]:0:7}" --no-infer --json

# A pipe whose reader has gone.
gone() {
  local status said
  mkfifo pipe
  { exec 5<>pipe; exec 6>pipe; exec 5<&-; } 2>/dev/null
  said=$("$@" 2>&1 >&6 6>&- </dev/null)
  status=$?
  exec 6>&-
  rm pipe
  [[ $status == 1 && $said == *"standard output: its reader has gone"* ]] ||
    fail "$* | true: status $status, said: $said"
  rm -f ./*.cam.png
}
gone "$camtool" models
gone "$camtool" --help
gone "${run[@]}" --json
gone "$camapp" list
gone "${pattern[@]}" --json

verdict
