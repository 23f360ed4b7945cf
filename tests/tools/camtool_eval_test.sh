#!/bin/bash
# What camtool eval answers and writes, and that an interrupted run goes on.
#   camtool_eval_test.sh CAMTOOL MODEL SAMPLES
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camtool=$1 model=$2 samples=$3
enter_work_folder

# evaluate STATUS TEXT ARGUMENT...
evaluate() {
  local wanted=$1 text=$2
  shift 2
  expect "$wanted" "$text" "$camtool" eval --model "$model" "$@"
}

expect 0 "Examples:" "$camtool" eval --help
evaluate 2 "give a folder of pictures or --labels"
evaluate 2 "not both" set --labels set.csv
evaluate 2 "--resume needs the --out" set --resume
evaluate 2 "give one" set --out o --resume --force
evaluate 2 "'3/2' is not I/N" set --shard 3/2
evaluate 2 "--quiet leaves nothing to see" set --quiet
evaluate 1 "there is no such folder" set
mkdir -p set/espresso set/tabby
evaluate 1 "there is no picture in its sub-folders" set
cp "$samples/coffee.jpg" set/espresso/1.jpg
cp "$samples/coffee.jpg" set/tabby/wrong.jpg
cp "$samples/chelsea.png" set/tabby/2.png
evaluate 0 "3 pictures" set
evaluate 0 '"pictures":3' set --json
mkdir set/nonsense
cp "$samples/coffee.jpg" set/nonsense/
evaluate 1 "the pictures' class 'nonsense'" set
rm -r set/nonsense

# The whole folder, and the same again in parts.
evaluate 0 "top-1" set --out whole
[[ $(wc -l <whole/pictures.jsonl) == 3 ]] || fail "not a record per picture"
evaluate 1 "--resume" set --out whole
evaluate 0 "" set --out whole --force --quiet
cp -r whole killed
head -c 100 whole/pictures.jsonl >killed/pictures.jsonl
rm killed/summary.json
evaluate 0 "top-1" set --out killed --resume
diff -r whole killed || fail "a resumed run differs from a whole one"
# Killed between its records and what says whose they are.
mkdir begun
: >begun/pictures.jsonl
evaluate 0 "top-1" set --out begun --resume
diff -r whole begun || fail "a run that had only begun differs from a whole one"
evaluate 1 "of another model, other pictures or other options" set \
  --out killed --resume --resize-rule crop
# A picture that is another now, under its old name, and one of the same bytes.
cp set/tabby/2.png kept.png
cp "$samples/coffee.jpg" set/tabby/2.png
evaluate 1 "of another model, other pictures or other options" set \
  --out killed --resume
cp kept.png set/tabby/2.png
touch set/tabby/2.png
evaluate 0 "top-1" set --out killed --resume
echo '{"picture":"x"}' >>killed/pictures.jsonl
evaluate 1 "not a picture's record" set --out killed --resume
for shard in 1/2 2/2; do
  evaluate 0 "" set --shard "$shard" --out "part${shard%/2}" --quiet
done
cmp -s <(cat part1/pictures.jsonl part2/pictures.jsonl | sort) \
  <(sort whole/pictures.jsonl) || fail "shards' records are not the whole's"

# Merged in any order, they are one run in every byte.
evaluate 0 "" set --shard 1/3 --out s1 --quiet
evaluate 0 "" set --shard 2/3 --out s2 --quiet
evaluate 0 "" set --shard 3/3 --out s3 --quiet
evaluate 0 "for report.html" --merge s3 s1 s2 --out merged
for file in partial.json pictures.jsonl classes.csv confusion.csv summary.json; do
  cmp "whole/$file" "merged/$file" || fail "merged: another $file"
done
evaluate 0 '"pictures":3' --merge s2 s3 s1 --out merged2 --json
touch merged2/report.html
evaluate 0 "for report.html" --merge s1 s2 s3 --out merged2 --force
[[ ! -e merged2/report.html ]] || fail "an older report stays beside new numbers"
evaluate 0 "top-1" set --out merged --resume
diff -r whole merged || fail "merged shards differ from one run"
evaluate 2 "--merge takes the folders of shards" set --merge s1 --out m
evaluate 2 "--merge needs --out" --merge s1 s2 s3
evaluate 2 "is one of the shards" --merge s1 s2 s3 --out s2 --force
evaluate 2 "is one of the shards" --merge s1 s2 s3 --out none/../s2 --force
evaluate 1 "shard 3/3 is missing" --merge s1 s2 --out m
evaluate 1 "is given twice" --merge s1 s1 s2 --out m
evaluate 1 "not shards of one eval" --merge s1 part1 --out m
evaluate 1 "no such file" --merge s1 nothing --out m
cp -r s2 cut
: >cut/pictures.jsonl
evaluate 1 "finish that shard with --resume" --merge s1 cut s3 --out m
echo '{"picture":"x"}' >cut/pictures.jsonl
evaluate 1 "not a picture's record" --merge s1 cut s3 --out m
echo '{}' >cut/partial.json
evaluate 1 "not the partial.json of an eval" --merge s1 cut s3 --out m
[[ ! -e m ]] || fail "a merge that fails leaves a folder"

# Folders named as data sets have them.
mkdir -p named/n02123045 named/tiger_cat named/967
cp "$samples/chelsea.png" named/n02123045/1.png
cp "$samples/chelsea.png" named/tiger_cat/1.png
cp "$samples/coffee.jpg" named/967/1.jpg
evaluate 0 "3 pictures" named --out named.eval
for line in '"967/1.jpg","class":967' '"n02123045/1.png","class":281' \
  '"tiger_cat/1.png","class":282'; do
  grep -qF "$line" named.eval/pictures.jsonl || fail "no record with $line"
done

# Ctrl-C: how to go on, and nothing else is lost.
mkdir -p many/967
for ((i = 0; i < 200; ++i)); do ln "$samples/coffee.jpg" "many/967/$i.jpg" ||
  cp "$samples/coffee.jpg" "many/967/$i.jpg"; done 2>/dev/null
# stop ARGUMENT...: begins, and stops it once there is a record.
stop() {
  rm -rf stopped.eval
  "$camtool" eval --model "$model" many "$@" 2>stopped.err >/dev/null &
  local job=$!
  while [[ ! -s stopped.eval/pictures.jsonl ]] && kill -0 "$job" 2>/dev/null; do
    sleep 0.05
  done
  kill -TERM "$job"
  wait "$job"
  [[ $? == 143 ]] || fail "$*: stopped with another status"
}
stop --out stopped.eval
grep -q "camtool: stopped; the same command with --resume goes on" stopped.err ||
  fail "no word of how to go on: $(<stopped.err)"
stop --out stopped.eval --quiet
[[ ! -s stopped.err ]] || fail "--quiet says: $(<stopped.err)"

# Labels in a table; broken pictures.
printf 'file,class\nset/espresso/1.jpg,967\nset/tabby/2.png,tabby\n' >set.csv
evaluate 0 "2 pictures" --labels set.csv
printf 'broken.jpg,tabby\nnone.jpg,tabby\n' >>set.csv
: >broken.jpg
evaluate 3 "none.jpg: there is no such file" --labels set.csv
evaluate 3 "2 could not be read" --labels set.csv
printf 'none.jpg,tabby\n' >none.csv
evaluate 1 "none of the pictures can be read" --labels none.csv
evaluate 1 "no picture in this shard" --labels set.csv --shard 9/9
mkdir mine
echo keep >mine/summary.json
evaluate 1 "mine/summary.json" --labels set.csv --out mine
[[ $(<mine/summary.json) == keep ]] || fail "a file of somebody else is lost"
mkdir set/.hidden
cp "$samples/coffee.jpg" set/.hidden
evaluate 0 "left out, as it is hidden" set
printf 'a.jpg\n' >wrong.csv
evaluate 1 "wrong.csv: line 1 has no class" --labels wrong.csv

verdict
