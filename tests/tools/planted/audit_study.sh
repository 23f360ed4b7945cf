#!/bin/bash
# The audit's whole study, a line for every kind of set and one for every set
# that the audit judged wrongly:
#   audit_study.sh AUDIT_STUDY MODEL.safetensors PHOTOGRAPHS [SETS]
# AUDIT_STUDY: the program of that name, built. PHOTOGRAPHS: a folder with 10 or
# more. SETS of each kind, 20. A set takes about 7 s of one core, with five
# classes 20 s, so all takes about an hour and a half.
set -euo pipefail
if (($# < 3)); then
  sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
  exit 2
fi
study=$1 model=$2 photographs=$3 sets=${4:-20}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

judge() {
  "$study" "$model" "$folder" "$1" "$2" "photos=$photographs" "${@:3}" |
    grep -E 'MISSED|ALARM|owner wrong|: found first in|: a finding in'
}

for kind in colour texture frame mark; do
  judge "$kind" "$sets"
  judge "$kind" "$sets" bias=0.8 others=0
  judge "$kind" "$sets" bias=0.8  # and in 20 % of the other class's pictures
  judge "$kind" $(((sets + 3) / 4)) classes=3
  judge "$kind" $(((sets + 3) / 4)) classes=5
done
judge none $(((sets + 1) / 2))
judge decoy $(((sets + 1) / 2))
judge photographs $(((sets + 1) / 2))
judge watermark $(((sets + 1) / 2))
