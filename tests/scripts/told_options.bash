# Sourced by the tests of completions: what the programs say that they take.
# shellcheck shell=bash

# The commands that a program names.
commands_of() {
  "$1" --help | awk '/^Subcommands:/ { inside = 1; next } /^[^ ]/ { inside = 0 }
    inside && /^  [a-z]/ { print $1 }'
}

# The long options that COMMAND... names, one a line.
told_options() {
  "$@" --help | grep -E '^  -' | grep -oE -- '^  [^ ]+' | tr -d ' ' | tr ',' '\n' |
    grep -- '^--'
}

# each_command PROGRAM... FUNCTION: calls FUNCTION PROGRAM [COMMAND] for all.
each_command() {
  local program command function=${!#} count=0
  for program in "${@:1:$#-1}"; do
    "$function" "$program"
    for command in $(commands_of "$program"); do
      "$function" "$program" "$command"
      count=$((count + 1))
    done
  done
  ((count > 12)) || fail "only $count commands were found"
}

# check_options PROGRAM [COMMAND]: `offers` is the shell's.
check_options() {
  local name=${1##*/}
  [[ $# == 2 ]] || offers "$(commands_of "$1" | tr '\n' ' ')" "$name "
  offers "$(told_options "$@" | tr '\n' ' ')" "$name ${2:+$2 }--"
}
