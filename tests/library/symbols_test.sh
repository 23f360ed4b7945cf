#!/bin/bash
# symbols_test.sh LIBRARY HEADER: the library exports the functions that the
# header declares, under its version, and nothing else.
set -uo pipefail
library=$1
header=$2
declared=$(grep -v '^ *//' "$header" | tr '\n' ' ' |
  grep -oE 'CAMGLASS_API [^;]*;' | grep -oE 'camglass_[a-z_]+\(' |
  sed 's/($/@@CAMGLASS_1/' | sort)
exported=$(nm -D --defined-only "$library" | awk '$2 != "A" { print $3 }' | sort)
[[ -n $declared ]] || { echo "no function found in $header"; exit 1; }
diff <(printf '%s\n' "$declared") <(printf '%s\n' "$exported") || {
  echo "(left: declared by the header; right: exported by the library)"
  exit 1
}
readelf -d "$library" | grep -qF 'soname: [libcamglass.so.1]' || {
  echo "the SONAME is not libcamglass.so.1"
  exit 1
}
# A sanitizer's own library is the tester's.
needed=$(readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
  grep -vE '^(lib(hwy|stdc\+\+|m|gcc_s|c|asan|ubsan|tsan)\.so|ld-linux)')
[[ -z $needed ]] || {
  echo "it needs other libraries than it says: $needed"
  exit 1
}
