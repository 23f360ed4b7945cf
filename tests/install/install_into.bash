# Sourced by the tests of installing; $cmake and $build are theirs.
# shellcheck shell=bash
: "${cmake:?}" "${build:?}"

# install_into PREFIX MANIFEST: installs there; the list of what was installed is
# MANIFEST, and the tester's own list, of his last installation, is as before.
install_into() {
  local list=$build/install_manifest.txt status=0
  cp "$list" "$2.before" 2>/dev/null || rm -f "$2.before"
  "$cmake" --install "$build" --prefix "$1" || status=$?
  mv "$list" "$2" || status=$?
  [[ ! -e $2.before ]] || mv "$2.before" "$list"
  return "$status"
}
