#!/bin/bash
# ray_test.sh BUILD [pytest's arguments]: installs the wheel that wheel_test.sh has
# made in BUILD, with Ray, into a venv, and tests camglass.ray there on three nodes on
# this machine. Skipped (77) where there is no wheel, or pip can't fetch Ray.
set -uo pipefail
build=$1
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
sources=$(cd "$here/../.." && pwd)
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
unset PYTHONPATH PYTHONHOME CAMGLASS_MODELS

skip() {
  echo "skipped: $*"
  exit 77
}

work=$build/python
wheel=$(echo "$work"/camglass-*.whl)
[[ -f $wheel ]] || skip "no wheel, as python.wheel was skipped"
# What was fetched for the last run stays.
/usr/bin/python3 -m venv "$work/ray" 2>/dev/null || skip "no python3-venv"
pip=("$work/ray/bin/python" -m pip --quiet --timeout 20 --retries 1)
"${pip[@]}" install 'ray[data]>=2.9' pillow pytest 2>"$work/ray.log" ||
  skip "pip can't fetch Ray: $(tail -n 1 "$work/ray.log")"
"${pip[@]}" install --force-reinstall --no-deps "$wheel" || exit 1
# That the wheel asks for what camglass.ray needs.
"${pip[@]}" install "${wheel}[ray]" || exit 1

cd "$work" && HOME=$work/nobody PATH=$work/ray/bin:$PATH \
  CAMGLASS_SAMPLES=$sources/camapp/share/samples \
  "$work/ray/bin/python" -m pytest -q -p no:cacheprovider "$@" "$here/ray_test.py"
