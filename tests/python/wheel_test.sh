#!/bin/bash
# wheel_test.sh BUILD [pytest's arguments]: builds the wheel of the objects in
# BUILD, installs it into an empty venv, and tests it there; where Debian's PyTorch
# is installed, also against that. Skipped (77) where the packages that it needs
# are neither left from an earlier run nor can be fetched.
set -uo pipefail
build=$(realpath "$1") || exit 1
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
sources=$(cd "$here/../.." && pwd)
python=/usr/bin/python3
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
unset PYTHONPATH PYTHONHOME CAMGLASS_MODELS XDG_DATA_HOME

skip() {
  echo "skipped: $*"
  exit 77
}

fail() {
  echo "$*"
  exit 1
}

"$python" -c 'import sysconfig, os, sys
sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))' \
  2>/dev/null || skip "no Python headers (python3-dev)"
# What was compiled and fetched for the last wheel stays.
work=$build/python
fetched=$work/fetched
mkdir -p "$fetched" || exit 1
rm -rf "$work"/camglass-*.whl
# What lies in a build tree takes the model from the sources: the wheel must be
# used elsewhere to show that it brings its own.
outside=$(mktemp -d) || exit 1
trap 'rm -rf "$outside"' EXIT
"$python" -m venv "$work/venv" 2>/dev/null || skip "no python3-venv"
pip=("$work/venv/bin/python" -m pip --quiet --timeout 20 --retries 1)

"${pip[@]}" install 'scikit-build-core>=0.10' 'nanobind>=2.0' 2>"$work/log" ||
  skip "pip can't fetch what builds the wheel: $(tail -n 1 "$work/log")"
needed=(numpy pillow pytest)
"${pip[@]}" download --no-index --find-links "$fetched" --dest "$fetched" \
  "${needed[@]}" >/dev/null 2>&1 ||
  "${pip[@]}" download --dest "$fetched" "${needed[@]}" >/dev/null 2>"$work/log" ||
  skip "pip can't fetch what tests the wheel: $(tail -n 1 "$work/log")"

# A build that has nothing is told in a sentence.
mkdir "$outside/nothing"
said=$(PATH=$work/venv/bin:$PATH cmake -S "$sources/tools/python" -B "$outside/without" \
  -G Ninja -D CAMGLASS_BUILD="$outside/nothing" 2>&1) &&
  fail "a wheel of an empty build tree could be configured"
[[ $(tr -s ' \n' ' ' <<<"$said") == *"has no library "*"; run cmake --build there first"* ]] ||
  fail "an empty build tree is not told of: $said"

# The wheel may not depend on what is in the venv that builds it.
PATH=$work/venv/bin:$PATH "${pip[@]}" wheel "$sources/tools/python" --no-deps \
  --no-build-isolation --wheel-dir "$work" \
  --config-settings "cmake.define.CAMGLASS_BUILD=$build" \
  --config-settings "build-dir=$work/build" \
  >"$work/log" 2>&1 || {
  cat "$work/log"
  exit 1
}
wheel=$(echo "$work"/camglass-*.whl)
echo "built $(basename "$wheel"), $(stat -c %s "$wheel") bytes"

# new_venv VENV [venv's arguments] -- PACKAGE...: with the packages, and what they
# say that they need, of those fetched.
new_venv() {
  local venv=$1 arguments=()
  shift
  while [[ $1 != -- ]]; do
    arguments+=("$1")
    shift
  done
  shift
  "$python" -m venv "${arguments[@]}" "$venv" &&
    "$venv/bin/python" -m pip --quiet install --no-index --find-links "$fetched" "$@"
}

# run_in VENV COMMAND...
run_in() {
  local venv=$1
  shift
  (cd "$outside" && HOME=$outside/nobody PATH=$venv/bin:$PATH \
    CAMGLASS_SAMPLES=$sources/camapp/share/samples "$@")
}

# run_tests VENV TEST...
run_tests() {
  local venv=$1
  shift
  run_in "$venv" "$venv/bin/python" -m pytest -q -p no:cacheprovider "$@"
}

empty=$outside/empty
new_venv "$empty" -- "$wheel" pillow pytest || exit 1
models=$(run_in "$empty" camtool models) || exit 1
[[ $models == *"$empty/lib/"*/site-packages/*/squeezenet1_1.safetensors* &&
  $models != *"$sources/weights"* ]] ||
  fail "the wheel's camtool doesn't find the wheel's model: $models"
run_tests "$empty" "$@" "$here" --ignore "$here/torch_test.py" || exit 1

"$python" -c 'import torch, torchvision' 2>/dev/null || {
  echo "PyTorch is not there: not compared with it"
  exit 0
}
new_venv "$outside/torch" --system-site-packages -- "$wheel" pytest || exit 1
run_tests "$outside/torch" "$@" "$here/torch_test.py"
