#!/bin/bash
# What fish offers for command lines of both programs: all that --help names.
#   completion_fish_test.sh CAMTOOL CAMAPP MODEL FOLDER
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

command -v fish >/dev/null || {
  echo "skipped: no fish"
  exit 77
}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
camtool=$1 camapp=$2 folder=$4
export CAMGLASS_MODELS=${3%/*} HOME
enter_work_folder
HOME=$work
export PATH="${camtool%/*}:${camapp%/*}:$PATH"

# offered LINE: the candidates for its last word, without their descriptions.
offered() {
  fish --no-config -c "source $folder/camtool.fish; source $folder/camapp.fish
    complete -C \$argv[1]" "$1" 2>&1 | cut -f 1
}
# offers WORDS LINE
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

# Neither another command's options nor files after a word of a list.
offered "camtool diff --" >found
grep -qx -- --style found && fail "camtool diff offers --style"
offers "seed turbo viridis inferno" "camtool run --style "
[[ $(offered "camtool run --style v") == viridis ]] ||
  fail "--style v: $(offered "camtool run --style v")"
offers "squeezenet1_1" "camtool run --model squ"
touch dog.jpg
offers "dog.jpg" "camtool run do"
offers "dog.jpg" "camapp --image do"

verdict
