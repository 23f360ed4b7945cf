#!/bin/bash
# What camtool audit answers and writes; that shards, a killed run and one process
# write the same bytes.
#   camtool_audit_test.sh CAMTOOL MODEL SAMPLES
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camtool=$1 model=$2 samples=$3
enter_work_folder

# audit STATUS TEXT ARGUMENT...
audit() {
  local wanted=$1 text=$2
  shift 2
  expect "$wanted" "$text" "$camtool" audit --model "$model" "$@"
}

# same FOLDER FOLDER: the same files with the same bytes.
same() { diff -r "$1" "$2" || fail "$1 and $2 differ"; }

expect 0 "Examples:" "$camtool" audit --help
audit 2 "give a folder of pictures or --labels"
audit 2 "not both" set --labels set.csv
audit 2 "--merge needs --out" --merge a b
audit 2 "--merge takes the folders of shards" set --merge a --out o
audit 2 "--merge takes the folders of shards" --seed 1 --merge a --out o
audit 2 "2 or more" set --per-class 5 --suggest 4
audit 1 "there is no such folder" set
mkdir -p set/tabby set/espresso
audit 1 "there is no picture in its sub-folders" set

# Three alike, and one that is not.
printf 'P6\n2 2\n255\nabcdefghijkl' >dot.ppm
for name in 1 2 3; do
  cp "$samples/chelsea.png" "set/tabby/$name.png"
  cp "$samples/coffee.jpg" "set/espresso/$name.jpg"
done
cp "$samples/coffee.jpg" set/tabby/4.jpg
cp "$samples/chelsea.png" set/espresso/4.png
mkdir one few twice
cp -r set/tabby one
audit 1 "there is only the class 'tabby'" one
cp -r set/tabby few
mkdir few/espresso
cp "$samples/coffee.jpg" few/espresso
audit 1 "the class 'espresso' has 1 picture" few
cp -r set/tabby twice
cp -r set/tabby twice/281
audit 1 "the same class of the model" twice
mkdir unknown
cp -r set/tabby unknown
cp -r set/tabby unknown/teapot_of_mars
audit 1 "the pictures' class 'teapot_of_mars'" unknown

audit 0 "not whether that is wrong" set
[[ -d set.audit ]] || fail "no set.audit"
(cd set.audit && expect_files "classes.csv confusion.csv confusion.png" \
  "findings.json maps.npy partial.json pictures.jsonl reliability.png" \
  "report.html")
grep -q "that is wrong" set.audit/report.html || fail "no findings in the report"
audit 1 "exists from another run" set
grep -q '"schema": 1' set.audit/findings.json || fail "no schema"
[[ $(wc -l <set.audit/pictures.jsonl) == 8 ]] || fail "not 8 records"

# Killed while writing its fifth record.
mkdir killed
cp set.audit/partial.json killed
head -4 set.audit/pictures.jsonl >killed/pictures.jsonl
sed -n 5p set.audit/pictures.jsonl | head -c 700 >>killed/pictures.jsonl
audit 0 "wrote killed" set --out killed --resume --threads 1
same set.audit killed
audit 1 "of another model, other pictures or other options" set --out killed \
  --resume --seed 1

# A picture that is another now, under its old name, and the old one again.
cp "$samples/coffee.jpg" set/tabby/2.png
audit 1 "of another model, other pictures or other options" set --out killed \
  --resume
cp "$samples/chelsea.png" set/tabby/2.png
audit 0 "wrote killed" set --out killed --resume

echo '{"picture":"x"}' >>killed/pictures.jsonl
audit 1 "not a picture's record" set --out killed --resume

for shard in 1 2 3; do
  audit 0 "shard $shard/3" set --out "s$shard" --shard "$shard/3"
done
merge() {
  local wanted=$1 text=$2
  shift 2
  expect "$wanted" "$text" "$camtool" audit --merge "$@"
}
merge 0 "for report.html: camtool audit" s3 s1 s2 --out merged
audit 0 "wrote merged" set --out merged --resume
same set.audit merged
merge 1 "shard 3/3 is missing" s1 s2 --out m2
merge 1 "is given twice" s1 s1 s2 --out m2
merge 1 "no such file" s1 s2 nothing --out m2
merge 2 "is one of the shards" s1 s2 s3 --out s2 --force
merge 1 "not shards of one audit" s1 s2 set.audit --out m2
head -1 s2/pictures.jsonl >first
cp -r s2 cut
cp first cut/pictures.jsonl
merge 1 "finish that shard with --resume" s1 cut s3 --out m2
: >cut/pictures.jsonl
merge 1 "finish that shard with --resume" s1 cut s3 --out m2
sed 's/"margin"/"margarine"/' s2/pictures.jsonl >cut/pictures.jsonl
merge 1 "not a picture's record of this audit" s1 cut s3 --out m2
echo '{}' >cut/partial.json
merge 1 "not the partial.json of an audit" s1 cut s3 --out m3

# A picture that can't be read is told, and another lends in its place.
: >set/tabby/3.png
cp dot.ppm set/tabby/5.ppm
cp "$samples/chelsea.png" set/tabby/6.png
audit 3 "tabby/3.png" set --force --resize-rule crop
grep -q '"unreadable": 1' set.audit/findings.json || fail "no unreadable one"

verdict
