#!/bin/bash
# desktop_files_test.sh CAMAPP_FOLDER: what desktops read of camapp is valid, by
# the tools of those who specify it.
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"
folder=$1
checked=0

# has TOOL
has() {
  command -v "$1" >/dev/null && checked=$((checked + 1)) && return
  echo "not checked: no $1"
  return 1
}

if has desktop-file-validate; then
  said=$(desktop-file-validate "$folder/share/camapp.desktop" 2>&1)
  [[ -z $said ]] || fail "$said"
fi
if has appstreamcli; then
  expect 0 "" appstreamcli validate --no-net \
    "$folder/share/io.github.camglass.camapp.metainfo.xml"
fi
# Each file names the others as they are installed.
grep -qx 'Icon=camapp' "$folder/share/camapp.desktop" || fail "another icon"
grep -q '<launchable type="desktop-id">camapp.desktop<' \
  "$folder/share/io.github.camglass.camapp.metainfo.xml" || fail "another launchable"

((checked > 0)) || exit 77
verdict
