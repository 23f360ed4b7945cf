#!/bin/bash
# install_test.sh CMAKE BUILD: what `cmake --install` puts in a folder is
# complete, works from there without any environment, and goes again.
set -euo pipefail
cmake=$1
build=$2
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() {
  echo "$*"
  exit 1
}

# shellcheck source=tests/install/install_into.bash
source "$sources/tests/install/install_into.bash"
install_into "$folder/usr" "$folder/manifest" >"$folder/log" 2>&1 ||
  fail "cmake --install failed: $(cat "$folder/log")"

while read -r file; do
  [[ -s $folder/usr/$file ]] || fail "missing: $file"
done <<'FILES'
bin/camapp
bin/camtool
share/camglass/models/squeezenet1_1.safetensors
share/applications/camapp.desktop
share/bash-completion/completions/camtool
share/camglass/samples/coffee.jpg
share/fish/vendor_completions.d/camapp.fish
share/icons/hicolor/scalable/apps/camapp.svg
share/man/man1/camapp.1.gz
share/man/man1/camtool-train-head.1.gz
share/metainfo/io.github.camglass.camapp.metainfo.xml
share/zsh/vendor-completions/_camtool
share/doc/camglass/LICENSE
share/doc/camglass/THIRD_PARTY.md
FILES

cd "$folder"
installed=$folder/usr/share/camglass/models/squeezenet1_1.safetensors
# A sanitizer's options are of the test, not of the user.
bare=(env -i "PATH=$PATH" "HOME=$folder/nobody"
  ${LSAN_OPTIONS:+"LSAN_OPTIONS=$LSAN_OPTIONS"})

# Where the program was built nothing is looked for: others may own that place.
"${bare[@]}" usr/bin/camtool models >models
grep -F -e "$sources" -e "$build" models &&
  fail "the installed camtool looks into the sources or the build tree"
mkdir -p elsewhere/bin
cp usr/bin/camtool elsewhere/bin
"${bare[@]}" elsewhere/bin/camtool run usr/share/camglass/samples/coffee.jpg \
  >run 2>&1 && fail "camtool alone found a model: $(cat run)"
grep -q "there is no model 'squeezenet1_1'" run || fail "$(cat run)"

"${bare[@]}" usr/bin/camtool models | grep -F "$installed" ||
  fail "camtool models does not list $installed"

"${bare[@]}" usr/bin/camapp --image usr/share/camglass/samples/coffee.jpg |
  grep -iE 'espresso|coffee mug|cup' ||
  fail "camapp sees no coffee in coffee.jpg"
[[ $(head -c 4 coffee.cam.png) == $'\x89PNG' ]] ||
  fail "camapp wrote no PNG"

# Uninstalled, only what others put there is left.
touch usr/share/camglass/models/mine.safetensors usr/bin/other
"$cmake" -D MANIFEST="$folder/manifest" -P "$sources/tools/packaging/uninstall.cmake" >log 2>&1 ||
  fail "uninstall failed: $(cat log)"
left=$(cd usr && find . -type f | LC_ALL=C sort | tr '\n' ' ')
[[ $left == "./bin/other ./share/camglass/models/mine.safetensors " ]] ||
  fail "uninstall left: $left"
[[ ! -e usr/share/doc/camglass && ! -e usr/share/camglass/samples ]] ||
  fail "uninstall left empty folders: $(find usr -type d -empty)"
"$cmake" -D MANIFEST="$folder/manifest" -P "$sources/tools/packaging/uninstall.cmake" >log 2>&1 &&
  fail "uninstall twice: no failure"
grep -q 'nothing was installed' log || fail "uninstall twice: $(cat log)"
