#!/bin/bash
# That tools/evaluation_order.query finds what it is for, and nothing else.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) || exit
command -v clang-query-14 >/dev/null || {
  echo "skipped: clang-query-14 is missing (clang-tools-14)"
  exit 77
}
sample=$here/evaluation_order.cc
found=$(clang-query-14 -f "$here/../../tools/evaluation_order.query" "$sample" \
  -- -std=c++20 2>&1 | grep '"root" binds' | cut -d: -f2 | sort -n)
wanted=$(grep -n '// found$' "$sample" | cut -d: -f1)
[[ -n $wanted && $found == "$wanted" ]] || {
  printf 'found lines:\n%s\nwanted lines:\n%s\n' "$found" "$wanted"
  exit 1
}
