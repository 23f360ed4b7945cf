#!/bin/bash
# What bash offers for command lines of both programs.
#   completion_test.sh CAMTOOL CAMAPP MODEL COMPLETION
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camtool=$1 camapp=$2 model=$3
export CAMGLASS_MODELS=${model%/*}
# shellcheck source=tools/completion.bash
source "$4" || exit 1

# offers WORDS COMMAND WORD...: for the last WORD all of WORDS are offered.
offers() {
  local wanted=$1 word
  shift
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  COMPREPLY=()
  _camglass "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
  for word in $wanted; do
    [[ " ${COMPREPLY[*]} " == *" $word "* ]] ||
      fail "$*: no $word in: ${COMPREPLY[*]}"
  done
  [[ -n $wanted || ${#COMPREPLY[@]} == 0 ]] || fail "$*: offered: ${COMPREPLY[*]}"
}

offers "bench convert diff inspect models run verify" "$camtool" ""
offers "inspect" "$camtool" in
offers "--threads --threshold" "$camtool" run --thr
offers "--f16 --force" "$camtool" convert --f
offers "--raw" "$camtool" diff --r
offers "seed turbo viridis inferno" "$camtool" run --style ""
offers "viridis" "$camapp" --style v
offers "list controls doctor" "$camapp" ""
offers "--headless" "$camapp" --head
offers "--get" "$camapp" controls --g
offers "figure overlay frame" "$camapp" --headless --view ""
offers "squeezenet1_1" "$camtool" run --model squ
# All that the programs tell of themselves.
# shellcheck source=tests/scripts/told_options.bash
source "$(dirname "${BASH_SOURCE[0]}")/told_options.bash" || exit 1
offers_all() {
  [[ $# == 2 ]] || offers "$(commands_of "$1" | tr '\n' ' ')" "$1" ""
  offers "$(told_options "$@" | tr '\n' ' ')" "$@" --
}
each_command "$camtool" "$camapp" offers_all
# Files are left to bash.
offers "" "$camtool" run dog.j
offers "" "$camtool" run --out ""

verdict
