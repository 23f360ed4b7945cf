#!/bin/bash
# network_names.sh ROOT: fails where code of ROOT outside nets/ asks which
# network it has, or knows one by name. What differs between networks stands in
# their records (nets/network.h); who needs it asks these.
set -uo pipefail
cd "${1:?usage: network_names.sh ROOT}" || exit

# Networks by their files: "resnet18", and "squeezenet" for both versions.
names=$(find nets -name '*.cc' -printf '%f\n' 2>/dev/null |
  sed 's/\.cc$//' | grep -vxE 'net|registry' | paste -sd '|')

# The one model that comes with the programs.
allowed='^weights/model_lookup\.h:[0-9]+:.*kDefaultModel = '

wrong=$(grep -rnE --include='*.h' --include='*.cc' \
  -e '\barch *[!=]= *"' -e '"[^"]*" *[!=]= *[a-z_.>-]*\barch\b' \
  -e '\barch\.(starts_with|ends_with|contains|find|rfind|compare|substr)\(' \
  -e "\"(${names:-none})[a-z0-9_]*\"" \
  engine weights camapp tools bench 2>/dev/null |
  grep -vE '^[^:]*:[0-9]*: *//' | grep -vE "$allowed")
[[ -z $wrong ]] || {
  printf '%s\n' "$wrong" "(ask the network's record, nets/network.h)"
  exit 1
}
