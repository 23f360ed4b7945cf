# Completion of camtool and camapp in bash; installed where bash-completion looks
# for it, or: source tools/completion.bash. What there is to complete is asked of
# the programs themselves, so that it is never out of date.
# shellcheck shell=bash

# The help of the command that is being written.
_camglass_help() {
  local program=$1 command=$2
  # shellcheck disable=SC2086  # no command: no argument
  "$program" $command --help 2>/dev/null
}

# Names under "Subcommands:".
_camglass_commands() {
  "$1" --help 2>/dev/null |
    awk '/^Subcommands:/ { inside = 1; next } /^[^ ]/ { inside = 0 }
         inside && /^  [a-z]/ { print $1 }'
}

# What may follow an option: the words of a help line like "--style a|b".
_camglass_values() {
  awk -v option="$1" '{
    for (i = 1; i < NF; ++i)
      if ($i == option && $(i + 1) ~ /^[a-z0-9_]+(\|[a-z0-9_]+)+$/) {
        gsub(/\|/, "\n", $(i + 1)); print $(i + 1); exit
      }
  }'
}

# What --model finds by name: the first column of camtool's list.
_camglass_models() {
  local camtool=camtool
  [[ $1 != */* ]] || camtool=${1%/*}/camtool
  type "$camtool" >/dev/null 2>&1 || return
  "$camtool" models 2>/dev/null |
    awk '/^looked in/ || /^no model/ { exit } /^[^ ]/ { print $1 }'
}

_camglass() {
  local program=$1 word=$2 before=$3 command="" words=""
  local -a commands
  mapfile -t commands < <(_camglass_commands "$program")
  local candidate
  for candidate in "${commands[@]}"; do
    [[ ${COMP_WORDS[1]-} != "$candidate" ]] || command=$candidate
  done
  COMPREPLY=()
  if [[ $before == --model ]]; then
    words=$(_camglass_models "$program")
  elif [[ $before == --* ]]; then
    words=$(_camglass_help "$program" "$command" | _camglass_values "$before")
  elif [[ $word == -* ]]; then
    words=$(_camglass_help "$program" "$command" |
      grep -oE -- '(^|[ ,])--[a-z0-9][a-z0-9-]*' | tr -d ' ,' | sort -u)
  elif ((COMP_CWORD == 1)); then
    words=${commands[*]}
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  # Else a file: bash's own completion takes over (-o default).
}

complete -o default -F _camglass camtool camapp
