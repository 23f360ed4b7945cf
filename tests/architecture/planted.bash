# Sourced by the tests of checks over the tree: plants a line in a tree of its
# own, and counts what the check says wrongly. $check is the check.
# shellcheck shell=bash

tree=$(mktemp -d) || exit
trap 'rm -rf "$tree"' EXIT
failures=0

# What a planted tree has besides the file; a test may say otherwise.
furnish() { :; }

# expect RESULT FILE LINE: for a tree with only this file the check's result is
# ok|wrong, and it names the file.
expect() {
  local wanted=$1 file=$2 line=$3 got=ok output
  rm -rf "${tree:?}"/*
  furnish
  mkdir -p "$tree/$(dirname "$file")"
  printf '%s\n' "$line" >"$tree/$file"
  output=$("${check:?}" "$tree") || got=wrong
  [[ $got == "$wanted" && ($wanted == ok || $output == "$file"*) ]] && return
  echo "$file with '$line': wanted $wanted, got $got: $output"
  failures=$((failures + 1))
}
