#!/bin/bash
# What zsh offers for command lines of both programs: all that --help names.
#   completion_zsh_test.sh CAMTOOL CAMAPP MODEL FOLDER
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

command -v zsh >/dev/null || {
  echo "skipped: no zsh"
  exit 77
}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
camtool=$1 camapp=$2 folder=$4
export CAMGLASS_MODELS=${3%/*}
export PATH="${camtool%/*}:${camapp%/*}:$PATH"
enter_work_folder
mkdir functions
cp "$folder/camtool.zsh" functions/_camtool
cp "$folder/camapp.zsh" functions/_camapp

# One zsh answers all questions: a line in, the candidates of its last word out.
coproc ZSH { zsh -f "$here/zsh_candidates" "$work/functions" 2>&1; }
offered() {
  local line
  printf '%s\n' "$1" >&"${ZSH[1]}"
  while IFS= read -r -t 20 line <&"${ZSH[0]}"; do
    [[ $line != "== end" ]] || return 0
    printf '%s\n' "$line"
  done
  fail "no answer to: $1"
}
offers() {
  local word
  offered "$2" >found
  for word in $1; do
    grep -qxF -- "$word" found || fail "$2: no $word in: $(tr '\n' ' ' <found)"
  done
}

# shellcheck source=tests/scripts/told_options.bash
source "$here/told_options.bash" || exit 1
each_command "$camtool" "$camapp" check_options

offered "camtool diff --" >found
grep -qx -- --style found && fail "camtool diff offers --style"
offers "seed turbo viridis inferno" "camtool run --style "
offers "viridis" "camtool run --style v"
grep -qx seed found && fail "--style v offers seed"
offers "squeezenet1_1" "camtool run --model squ"
touch dog.jpg
offers "dog.jpg" "camtool run do"
offers "dog.jpg" "camapp --image do"

verdict
