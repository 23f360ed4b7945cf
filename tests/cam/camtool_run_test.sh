#!/bin/bash
# What camtool run and camapp --image answer, which files they leave, and with
# which exit status.
#   camtool_run_test.sh CAMTOOL CAMAPP MODEL SAMPLES PICTURES
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camtool=$1 camapp=$2 model=$3 samples=$4 pictures=$5
enter_work_folder

# run STATUS TEXT ARGUMENT...: expects that of camtool run with the bundled
# model.
run() {
  local wanted=$1 text=$2
  shift 2
  expect "$wanted" "$text" "$camtool" run --model "$model" --threads 1 "$@"
}

# Usage.
expect 0 "Examples:" "$camtool" run --help
expect 0 "camtool 0" "$camtool" run --version
expect 0 "Examples:" "$camapp" --help
expect 0 "camapp 0" "$camapp" --version
expect 2 "PICTURE is required" "$camtool" run
expect 2 "see camapp --help" "$camapp" --nonsense
expect 2 "'nonsense' is not one of fixed, frame, signed" "$camapp" --map-range nonsense
expect 2 "'0' is not a number from 1 to 65536" "$camapp" --top 0
run 2 "see camtool run --help" "$samples/coffee.jpg" --style nonsense
run 2 "see camtool run --help" "$samples/coffee.jpg" --threshold 1.5
run 2 "see camtool run --help" "$samples/coffee.jpg" --top 0
run 2 "see camtool run --help" "$samples/coffee.jpg" --quiet --verbose
run 2 "--alpha has no meaning" "$samples/coffee.jpg" --alpha 0.3
run 2 "output names are for one picture" "$samples/coffee.jpg" \
  "$samples/chelsea.png" --out both.png
expect_files ""

# Bad input: one sentence, nothing left behind.
one_sentence() {
  local output
  output=$("$camtool" run --model "$model" "$@" 2>&1 >/dev/null)
  [[ $(wc -l <<<"$output") == 1 && $output == camtool:* ]] ||
    fail "not one line of error for $*: $output"
}
: >empty.jpg
head -c 3000 "$samples/coffee.jpg" >cut.jpg
head -c 3000 "$samples/chelsea.png" >cut.png
mkdir folder
run 1 "none.jpg: there is no such file" none.jpg
run 1 "empty.jpg: the file is empty" empty.jpg
run 1 "cut.jpg: the JPEG is damaged, cut short" cut.jpg
run 1 "cut.png: the PNG is cut short" cut.png
run 1 "folder: there is no picture in this folder" folder
run 1 "GIF pictures can't be read" "$pictures/other.gif"
printf '\0\0\0\030ftypheic\0\0\0\0' >photo.heic
run 1 "HEIC pictures can't be read" photo.heic
run 1 "20000 x 1 pixels" "$pictures/wide20000.png"
run 1 "would become more than" "$pictures/wide20000.jpg"
run 1 "no class 5000" "$samples/coffee.jpg" --class 5000
run 1 "134" "$samples/coffee.jpg" --class crane
run 1 "517" "$samples/coffee.jpg" --class crane
run 1 "there is no class" "$samples/coffee.jpg" --class "no such thing"
expect 1 "none" "$camtool" run "$samples/coffee.jpg" --model none
one_sentence cut.png
one_sentence "$samples/coffee.jpg" --class crane
rm -r empty.jpg cut.jpg cut.png folder photo.heic
expect_files ""

# Outputs.
run 0 "espresso" "$samples/coffee.jpg"
expect_files coffee.cam.png
run 1 "coffee.cam.png: the file exists" "$samples/coffee.jpg"
run 0 "espresso" "$samples/coffee.jpg" --force
run 1 "folder" "$samples/coffee.jpg" --out none/figure.png
run 0 "wrote f.png" "$samples/coffee.jpg" --out f.png --overlay o.png \
  --map m.npy --logits l.npy --features x.npy
expect_files coffee.cam.png f.png l.npy m.npy o.png x.npy
grep -q "'shape': (14, 21)" m.npy || fail "the map has another shape"
grep -q "'shape': (1000,)" l.npy || fail "the logits have another shape"
grep -q "'shape': (14, 21, 1000)" x.npy || fail "the features too"
rm ./*
# The figure is for those who name no file.
run 0 "wrote m.npy, l.npy" "$samples/coffee.jpg" --map m.npy --logits l.npy
expect_files l.npy m.npy
run 0 "wrote o.png" "$samples/coffee.jpg" --overlay o.png
expect_files l.npy m.npy o.png
rm ./*
# The second output can't be written: neither is.
: >o.png
run 1 "o.png: the file exists" "$samples/coffee.jpg" --out f.png --overlay o.png
expect_files o.png
rm ./*
# The overlay has the picture's own size, 600 x 400, in PNG's header.
run 0 "" "$samples/coffee.jpg" --overlay o.png --out f.png --quiet
[[ $(od -An -tx1 -j16 -N8 o.png) == *"00 00 02 58 00 00 01 90"* ]] ||
  fail "the overlay has another size"
rm ./*

# Names of other formats are refused before any work, also before the model's.
for flag in --out --overlay; do
  run 2 "x.jpg: this would be a PNG picture; name it x.png" none.jpg $flag x.jpg
done
run 2 "x.txt: this would be a map; name it x.npy" none.jpg --map x.txt
for flag in --logits --features; do
  run 2 "x.txt: this would be a NumPy array; name it x.npy" none.jpg $flag x.txt
done
expect 2 "x.pth: this would be a model; name it x.safetensors" \
  "$camtool" convert none.pth -o x.pth
expect 2 "a model can't go to standard output" "$camtool" convert none.pth -o -
expect 2 "x.mp4: this would be a recording; name it x.rec" \
  "$camapp" --headless --pattern --record x.mp4
expect 2 "x.y4m: this would be a Motion JPEG stream; name it x.mjpeg" \
  "$camapp" --headless --pattern --out x.y4m --out-format mjpeg

# Standard output gets the file, and nothing else.
"$camtool" run --model "$model" --threads 1 "$samples/coffee.jpg" \
  --overlay o.png --out f.png --map m.npy --quiet || fail "no files"
for output in overlay:o.png out:f.png map:m.npy; do
  "$camtool" run --model "$model" --threads 1 "$samples/coffee.jpg" \
    "--${output%:*}" - >printed || fail "$output: nothing printed"
  cmp "${output#*:}" printed || fail "$output: other bytes on standard output"
done
rm printed
expect_files f.png m.npy o.png
run 2 "--out - and --json both want standard output" "$samples/coffee.jpg" \
  --out - --json
run 2 "two outputs have this name" "$samples/coffee.jpg" --out - --overlay -
if command -v script >/dev/null; then
  expect 2 "--out -: a terminal can't show it" script -qec \
    "$camtool run --model $model $samples/coffee.jpg --out -" /dev/null
else
  echo "SKIPPED: a picture to a terminal (there is no script command)"
fi
rm ./*

# Maps as numbers, differences, averages, grids, outlines.
run 0 "wrote g.png, f.png, m.csv" "$samples/chelsea.png" --grid g.png --out f.png \
  --map m.csv --top 4 --contour --box
[[ $(wc -l <m.csv) == 14 ]] || fail "the CSV map has other rows"
run 0 "box: x " "$samples/chelsea.png" --out f.png --force --box --align receptive
run 0 "box: nothing" "$pictures/grey.png" --map m.png --box --class 0 --threshold 1 \
  --map-range fixed
run 0 "map of Egyptian cat less that of tabby, logits differ by " \
  "$samples/chelsea.png" --force --out f.png --against tabby
run 0 '"against":{"index":281' "$samples/chelsea.png" --json --against tabby
run 0 '"map":[28,42]' "$samples/chelsea.png" --json --average flip,shift
run 0 '"box":[' "$samples/chelsea.png" --json --box --threshold 0.5
run 0 '"cells":{"first":[' "$samples/chelsea.png" --json --align receptive
run 2 "both name Egyptian cat" "$samples/chelsea.png" --class 285 --against 285
run 2 "'flop' is not flip, shift or flip,shift" "$samples/chelsea.png" --average flop
run 2 "--grid has room for 24 maps" "$samples/chelsea.png" --grid x.png --top 25
run 2 "--grid shows the maps of the most likely" "$samples/chelsea.png" \
  --grid x.png --class 3
run 2 "--style has no effect with --against" "$samples/chelsea.png" \
  --style turbo --against 3 --out x.png
run 2 "--contour change a figure" "$samples/chelsea.png" --json --contour
run 2 "--box has no effect" "$samples/chelsea.png" --map x.npy --quiet --box
run 2 "--align has no effect" "$samples/chelsea.png" --map x.npy --align receptive
run 0 "" "$samples/chelsea.png" --grid h.png --top 2 --quiet
expect_files f.png g.png h.png m.csv m.png
rm ./*

# Every style and range, and both resize rules more.
for style in seed turbo viridis inferno; do
  for range in frame fixed signed; do
    [[ $range != signed || $style == seed ]] || continue  # has its own colours
    run 0 "Egyptian cat" "$samples/chelsea.png" --force --out s.png \
      --style "$style" --map-range "$range"
  done
done
run 0 "Egyptian cat" "$samples/chelsea.png" --force --out s.png --resize fast \
  --resize-rule rows --style turbo --alpha 0.3 --threshold 0.1
run 0 "map of 281 tabby" "$samples/chelsea.png" --force --out s.png \
  --resize-rule crop --class tabby --verbose
run 0 "      0  tench" "$samples/chelsea.png" --force --out s.png --class tench
cp "$samples/chelsea.png" input.png
run 2 "this is the input itself" input.png --force --out input.png
cmp -s "$samples/chelsea.png" input.png || fail "the input was overwritten"
rm input.png
run 0 "input 681 x 454" "$pictures/rgb.png" --force --out s.png --input-scale 2 \
  --verbose
run 0 "picture 16 x 24" "$pictures/orientation_6.jpg" --force --out s.png \
  --no-exif --verbose
run 0 "picture 24 x 16" "$pictures/orientation_6.jpg" --force --out s.png \
  --verbose
rm ./*

# Every kind of sample.
for name in grey.png grey16.png rgba.png rgba16.png palette.png cmyk.jpg \
  grey_jpeg.jpg progressive.jpg rgb.bmp grey_max15.pgm rgb16.ppm; do
  run 0 "wrote one.png" "$pictures/$name" --out one.png --force
done
printf 'P6 1 1 255\nabc' >pixel.ppm
run 0 "wrote one.png" pixel.ppm --out one.png --force
rm ./*

# Standard input and JSON.
"$camtool" run --model "$model" - --json <"$samples/coffee.jpg" >line.json ||
  fail "standard input can't be read"
[[ $(wc -l <line.json) == 1 ]] || fail "JSON is not one line"
grep -q '"picture":"-".*"name":"espresso"' line.json || fail "$(cat line.json)"
expect_files line.json
rm ./*

# A batch goes on after a failure.
run 3 "none.jpg: there is no such file" "$samples/coffee.jpg" none.jpg \
  "$samples/chelsea.png"
expect_files chelsea.cam.png coffee.cam.png
run 1 "there is no such file" none.jpg none2.jpg
rm ./*

# camapp, one picture and a folder.
expect 0 "espresso" "$camapp" --model "$model" --image "$samples/coffee.jpg"
expect_files coffee.cam.png
mkdir photos
cp "$samples/coffee.jpg" "$samples/chelsea.png" photos
expect 0 "Egyptian cat" "$camapp" --model "$model" --image photos --force
expect_files chelsea.cam.png coffee.cam.png photos
rm -r photos
expect 2 "see camapp --help" "$camapp" --image
rm ./*
expect 1 "there is no picture in this folder" "$camapp" --model "$model" --image .

# Figures that would have one name keep their extensions, or are refused before
# any work.
mkdir photos other
cp "$samples/coffee.jpg" photos/a.jpg
cp "$samples/chelsea.png" photos/a.png
cp "$samples/coffee.jpg" other/a.jpg
expect 0 "wrote a.jpg.cam.png" "$camapp" --model "$model" --image photos
expect_files a.jpg.cam.png a.png.cam.png other photos
rm ./*.png
run 2 "would both be a.jpg.cam.png" photos/a.jpg other/a.jpg
run 2 "f.png: two outputs have this name" photos/a.jpg --out f.png \
  --overlay ./f.png --force
expect_files other photos
# So is what exists, unless there is no such model or class: who mends that would
# have to come back.
touch a.png.cam.png
exists=(--model "$model" --image photos)
expect 1 "a.png.cam.png: the file exists" "$camapp" "${exists[@]}"
expect 1 "a.png.cam.png: the file exists" "$camapp" "${exists[@]}" --class tabby
expect 1 "there is no model 'none'" "$camapp" --model none --image photos
expect 1 "no class 5000" "$camapp" "${exists[@]}" --class 5000
expect 1 "there is no class" "$camtool" run --model "$model" photos --class nothing
expect_files a.png.cam.png other photos
touch a.jpg.cam.png
expect 1 "(and 1 more)" "$camapp" "${exists[@]}"
rm ./*.png
# camtool takes a folder as camapp does.
lines() { "$@" --json --quiet | sed 's/"ms":.*//'; }
cmp <(lines "$camtool" run --model "$model" photos) \
  <(lines "$camapp" --model "$model" --image photos) || fail "other JSON lines"
(($(lines "$camtool" run --model "$model" photos photos/a.jpg | wc -l) == 3)) ||
  fail "not the folder's two and one more"
# Odd names are written one way wherever they stand.
odd=$'photos/two\nlines\tand \e[1m.jpg'
cp "$samples/coffee.jpg" "$odd"
run 0 'photos/two\nlines\tand \x1B[1m.jpg' "$odd" --force
run 0 'wrote two\nlines\tand \x1B[1m.cam.png' "$odd" --force
rm "$odd" two*
# What is left out of a folder is said.
touch photos/._a.jpg photos/b.heic
mkfifo photos/pipe.jpg
expect 0 "left out: 1 HEIC picture (can't be read), 1 hidden file, 1 named pipe" \
  "$camapp" --model "$model" --image photos --json
expect_files other photos
# On a terminal the progress bar gives way to each name, which has a line of its
# own.
if command -v script >/dev/null; then
  script -qec "$camapp --model $model --image photos --force" /dev/null \
    </dev/null | sed -e 's/\r$//' -e 's/.*\r\x1b\[K//' >terminal
  for name in photos/a.jpg photos/a.png; do
    grep -qxF "$name" terminal || fail "no line $name: $(cat -v terminal)"
  done
  rm terminal ./*.png
else
  echo "SKIPPED: the progress bar (there is no script command)"
fi
rm -r photos other

# What was mistyped is told with what it most likely means.
expect 2 "there is no option '--thread'; did you mean '--threads'?" \
  "$camtool" run x.jpg --thread 1
expect 2 "there is no option '--heedless'; did you mean '--headless'?" \
  "$camapp" --heedless
expect 2 "there is no command 'inspct'; did you mean 'inspect'?" "$camtool" inspct
expect 2 "there is no command 'docter'; did you mean 'doctor'?" "$camapp" docter
expect 2 "did you mean camapp --image $samples/coffee.jpg?" \
  "$camapp" "$samples/coffee.jpg"
expect 2 "did you mean camapp --video talk.rec?" "$camapp" talk.rec
expect 1 "did you mean 'squeezenet1_1'?" "$camtool" run x.jpg --model squeezenet11
run 1 "did you mean 'espresso'?" "$samples/coffee.jpg" --class expresso
run 2 "did you mean 'viridis'?" "$samples/coffee.jpg" --style virids
touch mine.pth
expect 1 "convert it first: camtool convert mine.pth" \
  "$camtool" run x.jpg --model mine.pth
rm mine.pth
for command in list controls doctor; do
  expect 0 "  camapp $command --" "$camapp" "$command" --help
done

# A full disk leaves nothing behind. A mount needs rights that not everyone has.
mkdir disk
if mount -t tmpfs -o size=64k tmpfs disk 2>/dev/null; then
  run 1 "disk/f.png: can't be written" "$samples/coffee.jpg" --out disk/f.png
  [[ -z $(ls -A disk) ]] || fail "left on the full disk: $(ls -A disk)"
  umount disk
else
  echo "SKIPPED: the full disk (mounting a tmpfs is not permitted)"
fi

verdict
