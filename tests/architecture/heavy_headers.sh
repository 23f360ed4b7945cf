#!/bin/bash
# heavy_headers.sh ROOT: fails where a header of ROOT includes a library that
# takes seconds to compile: whoever includes the header would wait for it, too.
# Declare what you need of it, or use its forward declarations.
set -uo pipefail
cd "${1:?usage: heavy_headers.sh ROOT}" || exit

wrong=$(grep -rnE --include='*.h' --include='*.inc' \
  '^ *# *include +[<"](CLI/|nlohmann/json\.hpp)' \
  engine nets weights camapp tools tests bench 2>/dev/null)
[[ -z $wrong ]] || {
  printf '%s\n' "$wrong" '(include it in the .cc files that need it)'
  exit 1
}
