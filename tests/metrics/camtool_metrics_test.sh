#!/bin/bash
# What camtool metrics answers and writes, with any number of threads, and after
# an interruption.
#   camtool_metrics_test.sh CAMTOOL MODEL SAMPLES
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camtool=$1 model=$2 samples=$3
enter_work_folder

# measure STATUS TEXT ARGUMENT...
measure() {
  local wanted=$1 text=$2
  shift 2
  expect "$wanted" "$text" "$camtool" metrics --model "$model" "$@"
}

expect 0 "Examples:" "$camtool" metrics --help
measure 2 "one of the three"
measure 2 "one of the three" set --labels set.csv
measure 2 "which is not given" set --resume
measure 2 "give one" set --out o --resume --force
measure 2 "--quiet leaves nothing to see" set --quiet
measure 2 "can't be read twice" -
measure 2 "'x' is not one of boxes, curves, drop, road" set --measures drop,x
measure 2 "'y' is not one of cam, occlusion, random, score-cam" set --maps y
measure 2 "'z' is not one of labels, weights" set --checks z
measure 2 "--maps has an empty value" set --maps ""
measure 2 "--align is for the map cam" set --maps random --align seed
measure 2 "--steps" set --steps 0
measure 1 "no such file" none.jpg --measures drop
measure 1 "no such file" set/ --measures drop
mkdir -p set/967 set/tabby plain
cp "$samples/coffee.jpg" set/967/1.jpg
cp "$samples/chelsea.png" set/tabby/2.png
cp "$samples/coffee.jpg" plain/

# Pictures alone, a folder of them, and one of classes.
measure 0 "1 picture" "$samples/coffee.jpg" --measures drop --maps cam
measure 0 "1 picture" plain --measures drop --maps cam --align receptive
measure 2 "--checks labels needs pictures with labels" plain --checks labels
measure 0 "2 pictures" set --measures drop --maps cam,random

# A table with boxes: every measure, both alignments side by side.
cat >set.csv <<END
file,class,x,y,w,h
set/967/1.jpg,967,60,20,400,340
set/tabby/2.png,tabby,100,20,200,250
END
# ROAD is slow without optimisation, and has a run of its own.
most=(--labels set.csv --steps 2 --measures "curves,drop,boxes")
measure 0 "MaxBoxAcc 0.5" "${most[@]}" --out whole --threads 1
for file in pictures.jsonl partial.json metrics.csv summary.json; do
  [[ -s whole/$file ]] || fail "no $file"
done
for key in deletion insertion average_drop pointing energy max_box_acc; do
  grep -qF "\"$key\"" whole/summary.json || fail "no $key in the summary"
done
[[ $(wc -l <whole/metrics.csv) == 7 ]] || fail "not a line per picture and map"
grep -q ',cam,receptive,' whole/metrics.csv || fail "no receptive cells"
measure 1 "--resume" "${most[@]}" --out whole
measure 1 "of another model, other pictures or other options" \
  "${most[@]}" --seed 3 --out whole --resume
sed 's/100,20,200/101,20,200/' set.csv >moved.csv
measure 1 "of another model, other pictures or other options" \
  "${most[@]/set.csv/moved.csv}" --out whole --resume

sed 's/,967,/,966,/' set.csv >others.csv
measure 1 "of another model, other pictures or other options" \
  "${most[@]/set.csv/others.csv}" --out whole --resume

# Interrupted after the first picture, and gone on with by two threads.
mkdir killed
cp whole/partial.json killed
head -n 1 whole/pictures.jsonl >killed/pictures.jsonl
measure 0 "2 pictures" "${most[@]}" --out killed --resume --threads 2
diff -r whole killed || fail "a resumed run differs from a whole one"
echo '{"picture":"x"}' >>killed/pictures.jsonl
measure 1 "not a picture's record" "${most[@]}" --out killed --resume
measure 0 "ROAD" plain --measures road --maps cam --align seed

# Broken pictures, and boxes that are not in theirs.
printf 'none.jpg,tabby,1,1,2,2\nset/967/1.jpg,967,5000,1,2,2\n' >>set.csv
sed -i '/60,20,400/d' set.csv
measure 3 "none.jpg: there is no such file" --labels set.csv --measures boxes
measure 3 "is outside the picture" --labels set.csv --measures boxes
measure 3 '"unreadable":2' --labels set.csv --measures boxes --json
printf 'none.jpg,tabby\n' >none.csv
measure 1 "none of the pictures can be read" --labels none.csv
printf 'set/967/1.jpg,nonsense\n' >wrong.csv
measure 1 "the pictures' class 'nonsense'" --labels wrong.csv

# Sanity checks.
measure 0 "weights of the last 26 layers shuffled" set --measures drop \
  --maps cam --checks weights,labels
measure 0 '"shuffled_labels"' set --measures drop --maps cam --checks labels \
  --json

verdict
