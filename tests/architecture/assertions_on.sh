#!/bin/bash
# assertions_on.sh COMPILE_COMMANDS: fails where a file is compiled without the
# C++ library's assertions: what reads untrusted files, and the tests of it,
# must stop at the first wrong access. Skipped (77) where there is no such list.
set -uo pipefail
commands=${1:?usage: assertions_on.sh COMPILE_COMMANDS}
[[ -r $commands ]] || { echo "skipped: no $commands"; exit 77; }

compiled=$(grep -c '"command":' "$commands")
without=$(grep '"command":' "$commands" | grep -v -e '-D_GLIBCXX_ASSERTIONS' |
  grep -oE -e '-c [^ "]+')
echo "$compiled files are compiled"
[[ $compiled -gt 0 && -z $without ]] || { printf 'without assertions:\n%s\n' "$without"; exit 1; }
