#!/bin/bash
# plain_words_test.sh: planted messages are reported, and English ones are not.
set -uo pipefail
check=$(dirname "${BASH_SOURCE[0]}")/plain_words.sh
tree=$(mktemp -d) || exit
trap 'rm -rf "$tree"' EXIT
failures=0

# expect RESULT LINE: a tree with only this line has the result ok|wrong.
expect() {
  local wanted=$1 line=$2 got=ok
  mkdir -p "$tree/tools"
  printf '%s\n' "$line" >"$tree/tools/main.cc"
  "$check" "$tree" >"$tree/output" || got=wrong
  [[ $got == "$wanted" ]] && return
  echo "'$line': wanted $wanted, got $got: $(<"$tree/output")"
  failures=$((failures + 1))
}

expect ok '  return "this is not a video node";'
expect ok '  return "there is no such file; check the path";'
expect ok '    "Lite, whose layers are no longer there"'
expect ok '// What is no name ("x") is refused.'

expect wrong '  return path + ": this is no video node";'
expect wrong '    return refuse("which is no name of a file");'
expect wrong '      "the archive has an entry that is no .npy array");'

echo "$failures wrong"
exit $((failures > 0))
