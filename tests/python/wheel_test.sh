#!/bin/bash
# wheel_test.sh BUILD [pytest's arguments]: builds the wheel of the objects in
# BUILD, installs it into an empty venv, and tests it there; where Debian's PyTorch
# is installed, also against that. Skipped (77) where the packages that pip fetches
# for it can't be had.
set -uo pipefail
build=$1
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
sources=$(cd "$here/../.." && pwd)
python=/usr/bin/python3
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
unset PYTHONPATH PYTHONHOME CAMGLASS_MODELS

skip() {
  echo "skipped: $*"
  exit 77
}

"$python" -c 'import sysconfig, os, sys
sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))' \
  2>/dev/null || skip "no Python headers (python3-dev)"
# What was compiled for the last wheel stays.
work=$build/python
mkdir -p "$work" || exit 1
rm -rf "$work"/camglass-*.whl "$work/empty" "$work/torch"
"$python" -m venv "$work/venv" 2>/dev/null || skip "no python3-venv"
pip=("$work/venv/bin/python" -m pip --quiet --timeout 20 --retries 1)

"${pip[@]}" install 'scikit-build-core>=0.10' 'nanobind>=2.0' 2>"$work/log" ||
  skip "pip can't fetch what builds the wheel: $(tail -n 1 "$work/log")"

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

# run_tests VENV TEST...
run_tests() {
  local venv=$1
  shift
  (cd "$work" && HOME=$work/nobody PATH=$venv/bin:$PATH \
    CAMGLASS_SAMPLES=$sources/camapp/share/samples \
    "$venv/bin/python" -m pytest -q -p no:cacheprovider "$@")
}

"$python" -m venv "$work/empty" || exit 1
"$work/empty/bin/python" -m pip --quiet install "$wheel" pillow pytest || exit 1
run_tests "$work/empty" "$@" "$here" --ignore "$here/torch_test.py" || exit 1

"$python" -c 'import torch, torchvision' 2>/dev/null || {
  echo "PyTorch is not there: not compared with it"
  exit 0
}
"$python" -m venv --system-site-packages "$work/torch" || exit 1
"$work/torch/bin/python" -m pip --quiet install --no-deps "$wheel" || exit 1
"$work/torch/bin/python" -m pip --quiet install pytest || exit 1
run_tests "$work/torch" "$@" "$here/torch_test.py"
