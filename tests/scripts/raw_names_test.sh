#!/bin/bash
# Names of files, models and classes that would steer a terminal never reach it
# as they are, whatever prints them.
#   raw_names_test.sh CAMTOOL CAMAPP MODEL SAMPLES
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camtool=$1 camapp=$2 model=$3 samples=$4
enter_work_folder
export CAMGLASS_MODELS=$work/models CAMGLASS_THREADS=1 LC_ALL=C

# ESC, DEL, C1 (U+009B), a right-to-left override, and a byte that is not UTF-8.
evil=$'e\e[31m\x7f\xc2\x9b1m\xe2\x80\xae\xff'
raw='[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\xff'

# safe TEXT COMMAND...: the output has TEXT, and nothing raw.
safe() {
  local text=$1
  shift
  "$@" >said 2>&1 </dev/null
  grep -qaF -- "$text" said || fail "$*: no '$text' in: $(cat -v said)"
  ! grep -qaP "$raw" said || fail "$*: raw: $(cat -v said)"
}

escaped='e\x1B[31m\x7F\u009B1m\u202E\xFF'
in_json='e\u001b[31m\u007F\u009B1m\u202E'
mkdir models
cp "$samples/coffee.jpg" "$evil.jpg"
{ seq 999; printf 'class %s\n' "${evil%?}"; } >classes.txt
"$camtool" convert "$model" --classes classes.txt --quiet \
  -o "models/$evil.safetensors" || fail "no model of that name"
small=(--input-scale 0.3 --force --model "models/$evil.safetensors")

safe "$escaped.jpg" "$camtool" run "$evil.jpg" "${small[@]}" --verbose
safe "${escaped%????}" "$camtool" run "$evil.jpg" "${small[@]}" --class 999 --verbose
safe "$in_json" "$camtool" run "$evil.jpg" "${small[@]}" --json
safe "$escaped.jpg" "$camapp" --image "$evil.jpg" "${small[@]}"
safe "$escaped" "$camtool" models
safe "$escaped" "$camtool" inspect "models/$evil.safetensors"
safe "$in_json" "$camtool" inspect "models/$evil.safetensors" --json
safe "$escaped" "$camtool" diff "models/$evil.safetensors" "$model"
safe "$in_json" "$camtool" diff "models/$evil.safetensors" "$model" --json
safe "$escaped" "$camtool" convert "$model" -o "$evil.safetensors"
safe "$escaped" "$camtool" convert "$model" -o "$evil.safetensors"
safe "$escaped" "$camtool" run "none $evil"
safe "$escaped" "$camtool" run "$evil.jpg" --model "$evil none"
safe "$escaped" "$camtool" run "$evil.jpg" "${small[@]}" --class "$evil none"
safe "$escaped" "$camtool" "$evil"
safe "$escaped" "$camtool" run "$evil.jpg" "--$evil"
safe "$escaped" "$camtool" run "$evil.jpg" --style "$evil"
safe "$escaped" "$camtool" verify "$model" --against "$evil"
safe "$escaped" "$camapp" "$evil"
safe "$escaped" "$camapp" --camera "$evil" --headless
safe "$escaped" "$camapp" controls --camera "$evil"
safe "$escaped" "$camapp" --video "$evil" --headless
safe "$escaped" "$camapp" doctor
safe "$in_json" "$camapp" doctor --json
safe "$in_json" "$camapp" --headless --image "$evil.jpg" "${small[@]}" --json
safe "$escaped" "$camapp" --headless --pattern --frames 1 --out "$evil/x.png"

verdict
