#!/bin/bash
# abi_test.sh LIBRARY HEADER [--update]: programs that were linked with the
# library of camglass.abi still fit this one. After an addition on purpose,
# record it with --update; after anything else the SONAME must change first.
# Skipped (77) without abidiff (abigail-tools).
set -uo pipefail
library=$1
header=$2
baseline=$(dirname "${BASH_SOURCE[0]}")/camglass.abi
command -v abidiff >/dev/null || { echo "skipped: no abidiff"; exit 77; }

# What is not in this folder's headers is nobody's business.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/public"
cp "$header" "$work/public"
abidw --headers-dir "$work/public" --exported-interfaces-only \
  --drop-private-types --no-corpus-path --no-comp-dir-path --no-show-locs \
  --no-elf-needed --out-file "$work/abi" "$library" || exit 1

if [[ ${3:-} == --update ]]; then
  cp "$work/abi" "$baseline"
  exit
fi
abidiff "$baseline" "$work/abi" || exit 1

# A function that is gone and a structure that has changed would be seen.
for change in 's/camglass_prepare/camglass_gone/g' \
  "/decl name='camglass_region'/,/class-decl>/s/bits='192'/bits='160'/"; do
  sed "$change" "$baseline" >"$work/planted"
  cmp -s "$baseline" "$work/planted" &&
    { echo "nothing planted by $change"; exit 1; }
  abidiff "$work/planted" "$work/abi" >/dev/null &&
    { echo "abidiff missed $change"; exit 1; }
done
exit 0
