#!/bin/bash
# Every command of both programs has a man page that tells all of its options
# and examples, and that groff takes without a warning.
#   man_pages_test.sh CAMTOOL CAMAPP PAGES
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

# shellcheck source=tests/scripts/told_options.bash
source "$(dirname "${BASH_SOURCE[0]}")/told_options.bash" || exit 1
camtool=$1 camapp=$2 pages=$3
enter_work_folder

# A page's text, without groff's hyphens and line ends.
text_of() {
  sed 's/\\-/-/g; s/\\e/\\/g; s/\\f.//g; s/^\\&//' "$1"
}

# check PAGE COMMAND...: against what the command says itself.
check() {
  local page=$1 option
  shift
  "$@" --help >help 2>&1 || fail "$* --help fails"
  gzip -dc "$pages/$page.1.gz" >page.1 || return
  text_of page.1 >text
  while read -r option; do
    grep -qE -- "^(.*, )?$option( |,|\$)" text || fail "$page(1) lacks $option"
  done < <(grep -E '^  -' help | grep -oE -- '^  [^ ]+' | tr -d ' ' | tr ',' '\n')
  grep -E '^  [a-z]' help | sed '0,/^Examples/d; s/^ *//' |
    while read -r line; do
      grep -qxF -- "$line" text || echo "$page(1) lacks the example: $line"
    done >missing
  [[ ! -s missing ]] || fail "$(cat missing)"
  grep -q '^\.SH NAME$' page.1 || fail "$page(1) has no NAME"
  if command -v groff >/dev/null; then
    # One word may be longer than a line: cannot break is not about the page.
    groff -man -Tutf8 -ww -z page.1 2>&1 | grep -v "cannot \(adjust\|break\) line" \
      >warnings
    [[ ! -s warnings ]] || fail "$page(1): $(cat warnings)"
  fi
}

wanted=()
for program in "$camapp" "$camtool"; do
  name=${program##*/}
  check "$name" "$program"
  wanted+=("$name")
  for command in $(commands_of "$program"); do
    check "$name-$command" "$program" "$command"
    wanted+=("$name-$command")
  done
done
((${#wanted[@]} > 12)) || fail "only ${#wanted[@]} commands were found"
diff <(printf '%s.1.gz\n' "${wanted[@]}" | LC_ALL=C sort) \
  <(cd "$pages" && printf '%s\n' *.1.gz | LC_ALL=C sort) >difference ||
  fail "pages and commands differ: $(cat difference)"
# A value in words, a range and a default.
gzip -dc "$pages/camtool-run.1.gz" | text_of /dev/stdin >text
grep -qx -- '--style inferno|seed|turbo|viridis' text || fail "no --style"
grep -qxF 'How many classes to list. (default 3; 1 to 65536)' text ||
  fail "--top: $(grep -A 1 -- '^--top' text)"
grep -q '^Print nothing but errors. (not with --verbose)$' text ||
  fail "--quiet: $(grep -A 1 -- '^--quiet' text)"

verdict
