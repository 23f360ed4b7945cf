#!/bin/bash
# tools/fetch against a server on the loopback: whole, interrupted, truncated,
# changed and missing files, servers that can't resume, no server at all, files
# that are here already. What is served is the bundled model.
#   fetch_test.sh CAMTOOL MODEL
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/expect.bash
source "$here/../expect.bash"
fetch=$here/../../tools/fetch
export CAMTOOL=$1
model=$2
for tool in curl python3; do
  command -v "$tool" >/dev/null || {
    echo "SKIPPED: there is no $tool"
    exit 77
  }
done

work=$(mktemp -d) || exit 1
server=
finish() {
  [[ -z $server ]] || kill "$server"
  rm -rf "$work"
}
trap finish EXIT

python3 "$here/fetch_server.py" "$model" "$work/log" >"$work/port" &
server=$!
for ((i = 0; i < 100; ++i)); do
  [[ ! -s $work/port ]] || break
  sleep 0.1
done
port=$(cat "$work/port")
sum=$(sha256sum "$model" | cut -d ' ' -f 1)
sha1=$(sha1sum "$model" | cut -d ' ' -f 1)

export XDG_DATA_HOME=$work/data XDG_CACHE_HOME=$work/cache
export CAMGLASS_FETCH_CATALOGUE=$work/catalogue CAMGLASS_FETCH_PAUSE=0
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
export no_proxy='*'
models=$XDG_DATA_HOME/camglass/models
downloads=$XDG_CACHE_HOME/camglass/downloads

# One entry a fault; all of the network that the bundled model holds.
entry() {
  printf '%s squeezenet1_1 caffe %s http://127.0.0.1:%s/%s\n' \
    "$1" "$2" "$port" "$3"
}
{
  echo "# a catalogue"
  entry good "sha256:${sum:0:8}" good/m.safetensors
  entry by_sha1 "sha1:$sha1" good/b.safetensors
  entry unchecked none good/u.safetensors
  entry breaks "sha256:$sum" breaks/breaks.safetensors
  entry plain "sha256:$sum" plain/plain.safetensors
  entry cut "sha256:$sum" cut/cut.safetensors
  entry changed "sha256:$sum" changed/changed.safetensors
  entry ever "sha256:$sum" ever/ever.safetensors
  entry missing "sha256:$sum" none/missing.safetensors
  printf 'wrong resnet18 torchvision sha256:%s http://127.0.0.1:%s/good/w\n' \
    "$sum" "$port"
  echo "offline squeezenet1_1 caffe none http://127.0.0.1:1/offline.pth"
} >"$CAMGLASS_FETCH_CATALOGUE"

# run STATUS TEXT ARGUMENT...: expects that of tools/fetch.
run() {
  local wanted=$1 text=$2
  shift 2
  expect "$wanted" "$text" "$fetch" "$@"
}

check() {
  "$@" || fail "does not hold: $*"
}
absent() { [[ ! -e $1 ]]; }
requests() { (($(grep -c "/$1" "$work/log") == $2)); }

run 2 "names: all good"
run 2 "usage" nonsense
run 0 "http://127.0.0.1:$port/good/m.safetensors" --list

run 0 "wrote $models/good.safetensors" good
check grep -qx "$sum  m.safetensors" "$models/fetched.sha256"
check cmp -s "$downloads/m.safetensors" "$model"
run 0 "is there already" good
check requests m.safetensors 1
run 0 " here " --list
run 0 "wrote" --force good
check requests m.safetensors 1

run 0 "wrote" by_sha1
run 0 "states no checksum" unchecked

# The second and third connection go on where the one before broke off.
run 0 "wrote" breaks
check requests breaks.safetensors 3
check grep -Eq 'breaks.safetensors bytes=[1-9][0-9]+-' "$work/log"

# A part of an earlier run.
rm "$downloads/m.safetensors" "$models/good.safetensors"
head -c 100000 "$model" >"$downloads/m.safetensors.part"
run 0 "wrote" good
check grep -q 'm.safetensors bytes=100000-' "$work/log"

# One that is complete needs no request.
mv "$downloads/m.safetensors" "$downloads/m.safetensors.part"
run 0 "wrote" --force good
check requests m.safetensors 2

# One of another file, too long or not: then once from the start.
cat "$model" "$model" >"$downloads/m.safetensors.part"
rm -f "$downloads/m.safetensors"
run 0 "wrote" --force good
rm -f "$downloads/m.safetensors"
head -c 5000 /dev/zero >"$downloads/m.safetensors.part"
run 0 "wrote" --force good

# A server that can't resume.
head -c 100000 "$model" >"$downloads/plain.safetensors.part"
run 0 "wrote" plain

# What is not the published file is not kept, nor converted.
for name in cut changed; do
  run 1 "is not the published file" "$name"
  check absent "$downloads/$name.safetensors"
  check absent "$downloads/$name.safetensors.part"
  check absent "$models/$name.safetensors"
done

run 1 "broke off" ever
run 1 "127.0.0.1:$port does not have" missing
run 1 "no connection to 127.0.0.1:1" offline
check absent "$models/missing.safetensors"

# Whatever the checksum says, the weights must be the network's.
run 1 "not of resnet18" wrong
check absent "$models/wrong.safetensors"

# Several: those that can be had are.
rm "$models/good.safetensors"
run 1 "wrote $models/good.safetensors" missing good

# Files that are here already.
mkdir "$work/files"
run 1 "has no plain.safetensors" --force --from "$work/files" plain
cp "$model" "$work/files/plain.safetensors"
run 0 "wrote" --force "--from=$work/files" plain
echo >>"$work/files/plain.safetensors"
run 1 "is not the published file" --force --from "$work/files" plain

# Eight digits are little: from the first time on it must be the same file.
sed -i "s/^$sum  m.safetensors/0${sum:1}  m.safetensors/" \
  "$models/fetched.sha256"
run 1 "first fetched" --force good

verdict
