#!/bin/bash
# plain_words.sh ROOT: fails where a message of ROOT's programs negates a noun
# as nobody does in English: "this is no weight file" for "this is not a weight
# file". "There is no ..." and "no longer" are English.
set -uo pipefail
cd "${1:?usage: plain_words.sh ROOT}" || exit

wrong=$(grep -rnE --include='*.h' --include='*.cc' --include='*.js' \
  --include='*.py' --include='*.in' \
  -e "[\"'].*\\b(this|that|which|it|what|file|node|'[^ ]*) (is|are) no [a-z.]" \
  engine nets weights camapp tools bench 2>/dev/null |
  grep -vE '^[^:]*:[0-9]*: *(//|#)' | grep -vE '(is|are) no (longer|more)\b')
[[ -z $wrong ]] || {
  printf '%s\n' "$wrong" '(say "is not a ...")'
  exit 1
}
