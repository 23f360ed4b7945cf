#!/bin/bash
# bare_debian_test.sh BUILD [SUITE]: makes the package "camglass" of BUILD, has
# lintian judge it, and installs, uses and removes it in a bare Debian of that
# suite (bookworm), which is made for this and thrown away. Status 77, which means
# skipped, where a tool or a mirror is not to be had.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/expect.bash
source "$here/../expect.bash"
build=$1
suite=${2:-bookworm}
enter_work_folder

for tool in cpack dpkg-shlibdeps mmdebstrap; do
  command -v "$tool" >/dev/null || {
    echo "skipped: no $tool"
    exit 77
  }
done

# Of its own folder, so that two of these do not meet.
cpack --config "$build/CPackConfig.cmake" -G DEB -B "$work/packages" \
  -D CPACK_COMPONENTS_ALL=camglass >log 2>&1 || {
  cat log
  exit 1
}
package=$(echo "$work"/packages/camglass_*.deb)
[[ -f $package ]] || fail "no package: $(cat log)"
dpkg-deb --field "$package" Depends Installed-Size

if command -v lintian >/dev/null; then
  lintian --fail-on error "$package" || fail "lintian has errors"
else
  echo "not checked: no lintian"
fi

# What is done in there, and said here.
mmdebstrap --quiet --variant=apt \
  --customize-hook="copy-in '$package' '$here/in_bare_debian' /tmp" \
  --customize-hook='chroot "$1" sh /tmp/in_bare_debian' \
  "$suite" /dev/null >said 2>&1
status=$?
cat said
if ! grep -q '^== a bare Debian$' said; then
  echo "skipped: mmdebstrap made no Debian (status $status)"
  exit 77
fi
grep -qx '== all passed' said || fail "it ended before its end"
((status == 0)) || fail "status $status"

verdict
