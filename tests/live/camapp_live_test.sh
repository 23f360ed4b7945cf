#!/bin/bash
# What camapp does with moving pictures on a machine without a camera: sources,
# outputs, recordings, limits, signals, and what it refuses.
#   camapp_live_test.sh CAMAPP MODEL SAMPLES
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"

camapp=$1 model=$2 samples=$3
enter_work_folder

# run STATUS TEXT ARGUMENT...: expects that of camapp --headless with the
# bundled model.
run() {
  local wanted=$1 text=$2
  shift 2
  expect "$wanted" "$text" \
    "$camapp" --headless --model "$model" --threads 1 "$@"
}

count() { find "$1" -name "$2" | wc -l; }
pattern=(--pattern --size 160x120 --input-scale 0.3)

# Outputs.
run 0 "5 frames shown" "${pattern[@]}" --frames 5
run 0 "1 frame shown" "${pattern[@]}" --frames 1
run 0 "" "${pattern[@]}" --frames 5 --out stream.mjpeg --view overlay
run 0 "" "${pattern[@]}" --frames 5 --out stream.y4m --view frame
run 0 "" "${pattern[@]}" --frames 3 --out pictures/
run 0 "" "${pattern[@]}" --frames 3 --out jpegs --out-format jpeg
[[ $(head -c 3 stream.mjpeg | od -An -tx1) == " ff d8 ff" ]] || fail "no JPEG"
[[ $(head -c 40 stream.y4m) == "YUV4MPEG2 W160 H120 F30"* ]] ||
  fail "no Y4M: $(head -n 1 stream.y4m | head -c 80)"
(($(count pictures 'frame-*.png') == 3)) || fail "no three PNGs"
(($(count jpegs 'frame-*.jpg') == 3)) || fail "no three JPEGs"
"$camapp" --headless --no-infer "${pattern[@]:0:3}" --frames 2 --view frame \
  --out - >piped 2>/dev/null || fail "no stream on standard output"
[[ $(head -c 3 piped | od -An -tx1) == " ff d8 ff" ]] || fail "it is no JPEG"

# Nothing is overwritten, or left half written.
cp stream.mjpeg kept.mjpeg
run 1 "pictures/: the folder has frames of another run" "${pattern[@]}" \
  --frames 1 --out pictures/
run 0 "" "${pattern[@]}" --frames 1 --out pictures/ --force
run 1 "stream.mjpeg: the file exists" "${pattern[@]}" --frames 2 \
  --out stream.mjpeg
cmp -s stream.mjpeg kept.mjpeg || fail "stream.mjpeg was changed"
# What exists is found before the work begins, and told after a wrong model.
cp stream.mjpeg kept.rec
for source in --pattern "--video=none.mjpeg"; do
  run 1 "kept.rec: the file exists" "$source" --record kept.rec
done
expect 1 "there is no model 'none'" "$camapp" --headless --model none \
  "${pattern[@]}" --record kept.rec
run 1 "there is no class" "${pattern[@]}" --class nothing --record kept.rec
cmp -s stream.mjpeg kept.rec || fail "kept.rec was changed"
expect 2 "stream.mjpeg: this would be a recording; name it stream.rec" \
  "$camapp" --headless --model none "${pattern[@]}" --record stream.mjpeg
run 1 "none/s.mjpeg" "${pattern[@]}" --frames 2 --out none/s.mjpeg
[[ ! -e none ]] || fail "something was left in none"

# JSON: a line a frame, with the live fields. From a file each frame has its own
# answer, however busy the machine is.
"$camapp" --headless --model "$model" --input-scale 0.3 --video kept.mjpeg \
  --frames 4 --json >lines.json 2>/dev/null || fail "no JSON"
(($(wc -l <lines.json) == 4)) || fail "not a line a frame: $(wc -l <lines.json)"
for key in schema frame size age_ms fps dropped camera; do
  (($(grep -c "\"$key\":" lines.json) == 4)) || fail "JSON without $key"
done
(($(grep -c '"top":\[' lines.json) == 4)) || fail "JSON without classes"

# A recording plays bit by bit, from a file and from a pipe, any time. The live
# run may have shown fewer frames than it recorded.
run 0 "" "${pattern[@]:0:3}" --no-infer --frames 6 --record pattern.rec
run 0 "" --no-infer --video pattern.rec --view frame --out as_shown.y4m
frames=$(grep -ao FRAME as_shown.y4m | wc -l)
((frames >= 6)) || fail "only $frames frames recorded"
for way in file pipe; do
  input=pattern.rec
  [[ $way == file ]] || input=-
  "$camapp" --headless --no-infer --video "$input" --view frame --force \
    --record again.rec --out again.y4m <pattern.rec 2>/dev/null ||
    fail "the recording can't be played from a $way"
  cmp -s as_shown.y4m again.y4m || fail "other pictures from a $way"
  cmp -s pattern.rec again.rec || fail "other frames from a $way"
done
run 0 "$((2 * frames)) frames shown" --no-infer --video pattern.rec --repeat 2
run 0 "frames shown" --no-infer --video pattern.rec --pace
# shellcheck disable=SC2002  # a file on standard input could be rewound
cat pattern.rec | "$camapp" --headless --no-infer --video - --repeat 2 2>log &&
  fail "a pipe was played twice"
grep -q "can.t be played again" log || fail "a pipe played twice: $(cat log)"
# A recording may go to standard output, which then gets nothing else.
small=(--headless --no-infer --pattern --size 64x48 --frames 4)
"$camapp" "${small[@]}" --record - >piped.rec 2>log ||
  fail "no recording on standard output: $(cat log)"
run 0 "frames shown" --no-infer --video piped.rec --view frame --out piped.y4m
(($(grep -ao FRAME piped.y4m | wc -l) >= 4)) || fail "a piped recording is short"
"$camapp" "${small[@]}" --record - 2>/dev/null |
  "$camapp" --headless --no-infer --video - >log 2>&1 || fail "piped: $(cat log)"
run 2 "both want standard output" "${small[@]:1}" --record - --json
run 2 "both want standard output" "${small[@]:1}" --record - --out -
if command -v script >/dev/null; then
  expect 2 "--record -: a terminal can't show it" script -qec \
    "$camapp ${small[*]} --record -" /dev/null
else
  echo "SKIPPED: a recording to a terminal (there is no script command)"
fi
head -c 100000 pattern.rec >cut.rec
run 1 "ends in the middle of a frame" --no-infer --video cut.rec

# The same answers live and again from the recording.
run 0 "" "${pattern[@]}" --frames 3 --record r.rec
for round in 1 2; do
  "$camapp" --headless --model "$model" --input-scale 0.3 --video r.rec --json \
    2>/dev/null | grep -o '"top":[^]]*' >"top$round" || fail "no answers"
done
cmp -s top1 top2 || fail "a recording gave two answers"

# Other videos and pictures.
run 0 "5 frames shown" --no-infer --video kept.mjpeg
run 0 "5 frames shown" --no-infer --video stream.y4m
run 0 "" --no-infer --video stream.mjpeg --view frame --out copy.mjpeg
mkdir two
cp "$samples"/coffee.jpg "$samples"/chelsea.png two
run 0 "2 frames shown" --image two --out both/
run 0 '"picture":"two/chelsea.png"' --image two --json
run 0 '"picture":"two/coffee.jpg"' --image two --json
run 3 "1 damaged" --no-infer --video <(head -c -50 stream.mjpeg)
printf '\0\0\0\030ftypisom0000' >film.mp4
run 1 "ffmpeg -v error -i film.mp4" --video film.mp4
echo "some text, no video" >text
run 1 "neither JPEG frames" --video text
: >nothing.mjpeg
run 1 "nothing in it" --video nothing.mjpeg
run 1 "No such file" --video none.mjpeg

# Usage.
run 2 "different sources" --pattern --video stream.mjpeg
run 2 "standard output" --pattern --out - --json
run 2 "isn't clear" --pattern --out strange.xyz
run 2 "see camapp --help" --pattern --frames -1
run 2 "size" --pattern --size 640
run 2 "" --pattern --size 99999x9
run 2 "needs a network" --pattern --no-infer --view overlay

# Time and signals end a run with status 0 and a whole file.
run 0 "frames shown" "${pattern[@]}" --seconds 0.3
for signal in INT TERM; do
  "$camapp" --headless --no-infer --pattern --view frame --force \
    --out signal.mjpeg 2>log &
  for ((i = 0; i < 200; ++i)); do
    [[ -z $(find . -name 'signal.mjpeg.*' -size +1k) ]] || break
    sleep 0.05
  done
  kill -"$signal" $!
  wait $! || fail "SIG$signal: status $?: $(cat log)"
  [[ $(tail -c 2 signal.mjpeg | od -An -tx1) == " ff d9" ]] ||
    fail "SIG$signal left half a picture"
done

# Without a camera.
if ! compgen -G '/dev/video*' >/dev/null; then
  run 4 "no camera found" --frames 1
  "$camapp" list >list 2>&1 || fail "list: $(cat list)"
  [[ $("$camapp" list --json) == *'"cameras":[]'* ]] || fail "list --json is no list"
  "$camapp" doctor >doctor 2>&1
  (($? == 1)) || fail "doctor sees nothing to do: $(cat doctor)"
  grep -qi "camera" doctor || fail "doctor doesn't speak of cameras"
else
  echo "SKIPPED: without a camera (this machine has one)"
fi

verdict
