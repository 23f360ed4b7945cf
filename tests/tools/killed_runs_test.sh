#!/bin/bash
# eval, metrics and audit that are killed at 20 random moments, and gone on with,
# end with the same bytes as runs that are left alone.
#   killed_runs_test.sh CAMTOOL MODEL
# SEED=N in the environment draws the moments of an earlier run again.
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camtool=$1 model=$2
enter_work_folder
export CAMGLASS_THREADS=1
RANDOM=${SEED:=$$}

# Small pictures, no two alike: 16 x 16 bytes of grey.
mkdir -p set/espresso set/tabby
for class in espresso tabby; do
  for i in 1 2 3 4; do
    printf 'P5\n16 16\n255\n' >"set/$class/$i.pgm"
    for ((byte = 0; byte < 256; ++byte)); do
      printf '%b' "\\x$(printf '%02x' $((RANDOM % 256)))"
    done >>"set/$class/$i.pgm"
  done
done

# records FOLDER: how many pictures' records it has.
records() {
  if [[ -e $1/pictures.jsonl ]]; then wc -l <"$1/pictures.jsonl"; else echo 0; fi
}

# ends_alike COMMAND...: a run that is left to end, and begun anew afterwards. What
# a kill left of a file that was being written has a name of its own.
ends_alike() {
  "$@" --out killed --resume || fail "$2, seed $SEED: ends with $?"
  diff -rq -x '*.unfinished-??????' whole killed ||
    fail "$2, seed $SEED: other bytes after kills"
  rm -rf killed
}

# run_killed COMMAND OPTION...: moments of the time that a whole run takes, so
# before the first record, between records, and while the report is written.
run_killed() {
  local begun took job moment status tries kills=0 left=()
  local run=("$camtool" "$1" set --model "$model" --quiet "${@:2}")
  rm -rf whole killed
  begun=$(date +%s%N)
  if ! "${run[@]}" --out whole; then
    fail "$1 that is left alone fails"
    return
  fi
  took=$((($(date +%s%N) - begun) / 1000000 + 1))  # milliseconds

  for ((tries = 0; kills < 20 && tries < 200; ++tries)); do
    "${run[@]}" --out killed --resume >said 2>&1 &
    job=$!
    moment=$((RANDOM % took))
    sleep "$((moment / 1000)).$(printf '%03d' $((moment % 1000)))"
    kill -9 "$job" 2>/dev/null
    wait "$job" 2>/dev/null
    status=$?
    if ((status == 137)); then
      kills=$((kills + 1))
      left+=("$(records killed)")
      ((kills % 5 != 0)) || ends_alike "${run[@]}"
    elif ((status == 0)); then  # before its moment
      ends_alike "${run[@]}"
    else
      fail "$1, seed $SEED: --resume ends with $status: $(<said)"
      return
    fi
  done
  ((kills == 20)) || fail "$1, seed $SEED: only $kills kills in $tries tries"
  echo "$1, seed $SEED, $took ms: killed with ${left[*]} of" \
    "$(records whole) records written"
}

run_killed eval
run_killed metrics --measures drop --maps cam
run_killed audit --per-class 4 --suggest 2

verdict
