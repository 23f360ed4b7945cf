#!/bin/bash
# What tools/release makes of a commit: a tarball of all its files, the same
# bytes again elsewhere, the list of what camglass is made of, notes, checksums.
#   release_test.sh SOURCES CAMTOOL CAMAPP
set -uo pipefail
# shellcheck source=tests/expect.bash
source "$(dirname "${BASH_SOURCE[0]}")/../expect.bash"
sources=$1 camtool=$2 camapp=$3

git -C "$sources" rev-parse HEAD >/dev/null 2>&1 || {
  echo "skipped: the sources are not a git checkout"
  exit 77
}
enter_work_folder
# The scripts as they are, in a repository of their own.
mkdir tree
(cd "$sources" && git ls-files -z --cached --others --exclude-standard) |
  (cd "$sources" && tar -c --null --files-from=- --ignore-failed-read 2>/dev/null) |
  tar -x -C tree
in_tree() { git -C tree -c user.name=test -c user.email=test@localhost "$@"; }
in_tree init -q && in_tree add -A && in_tree commit -qm "Everything" || exit 1
version=$(sed -n 's/^project(camglass VERSION \([0-9.]*\) .*/\1/p' tree/CMakeLists.txt)
name=camglass-$version

expect 2 "usage" tree/tools/release
expect 2 "usage" tree/tools/release --packges out
expect 0 "$name.tar.gz" tree/tools/release --draft out
(cd out && sha256sum --quiet -c SHA256SUMS) || fail "checksums do not fit"
diff <(cd tree && git ls-files | LC_ALL=C sort) \
  <(tar -tzf "out/$name.tar.gz" | sed "s#^$name/##; /\/\$/d; /^\$/d" | LC_ALL=C sort) ||
  fail "the tarball has other files"
grep -q 'camapp' "out/$name.md" || fail "no notes: $(head -n 3 "out/$name.md")"
grep -q '^## ' "out/$name.md" && fail "notes of other versions"
expect 1 "out: could not be made" tree/tools/release --draft out

# Elsewhere and later, the same bytes.
git clone -q tree other
(cd / && "$work/other/tools/release" --draft "$work/again") >/dev/null ||
  fail "no second release"
diff -r out again || fail "a second release differs"

# What is linked is in the list; a library is known by its source package.
sbom=out/$name.spdx
twice=$(sed -n 's/^SPDXID: //p' "$sbom" | sort | uniq -d)
[[ -z $twice ]] || fail "the SBOM names twice: $twice"
grep -q '^SPDXVersion: SPDX-2.3$' "$sbom" || fail "not SPDX"
source_of() { dpkg-query -W -f '${source:Package}\n' "$1" 2>/dev/null; }
sed -n 's/^PackageName: //p' "$sbom" |
  while read -r package; do source_of "$package"; done | sort -u >known
(($(wc -l <known) > 15)) || fail "few packages in $sbom: $(cat known)"
for program in "$camtool" "$camapp"; do
  objdump -p "$program" | awk '$1 == "NEEDED" { print $2 }' >needed
  while read -r library; do
    # The compiler's own are everybody's.
    [[ $library =~ ^(lib(c|m|gcc_s|stdc\+\+|asan|ubsan|tsan)|ld-linux.*)\.so ]] && continue
    file=$(ldd "$program" | awk -v library="$library" '$1 == library { print $3 }')
    package=$(dpkg -S "$(realpath "$file")" 2>/dev/null ||
      dpkg -S "$file" 2>/dev/null)
    from=$(source_of "${package%%:*}")
    [[ -z $from ]] || grep -qx "$from" known || fail "$library ($from) is not in $sbom"
  done <needed
done
grep -q "^PackageChecksum: SHA256: $(cut -d ' ' -f 1 "$sources/weights/SHA256SUMS" | head -n 1)$" \
  "$sbom" || fail "the model's checksum"

# What must not be released.
sed -i "s,^\(| zlib | zlib1g-dev |\) zlib,\1 my own," \
  other/THIRD_PARTY.md
expect 1 "not committed" other/tools/release --draft third
git -C other -c user.name=test -c user.email=test@localhost commit -qam "Other licence"
expect 1 "no SPDX expression for 'my own'" other/tools/release --draft third
sed -i "s/^## Unreleased ($version)/## 99.0/" tree/CHANGELOG.md
in_tree commit -qam "Another version"
expect 1 "nothing about $version" tree/tools/release fourth
[[ ! -e fourth ]] || fail "a refused release left its folder"
if grep -q "^## Unreleased ($version)" "$sources/CHANGELOG.md"; then
  in_tree revert --no-edit -q HEAD 2>/dev/null || in_tree revert --no-edit HEAD >/dev/null
  expect 1 "unreleased" tree/tools/release fifth
fi

verdict
