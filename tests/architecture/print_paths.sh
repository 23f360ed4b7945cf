#!/bin/bash
# print_paths.sh ROOT: fails where a program of ROOT prints other than through
# engine/base/console.h, which escapes what comes from outside and checks that
# results arrive. Tests and benchmarks print what they like.
set -uo pipefail
cd "${1:?usage: print_paths.sh ROOT}" || exit

# check.h speaks of the source alone, and must work when nothing else does;
# error_terminal.cc only asks how wide it is;
# signal_note.cc, for signal handlers, escapes too;
# stream_sink.cc puts pictures on standard output, process_start.cc opens it.
allowed='^(engine/base/(console|error_terminal|process_start|signal_note)\.cc|engine/base/check\.h|camapp/output/stream_sink\.cc):'

wrong=$(grep -rnE --include='*.h' --include='*.cc' --include='*.in' \
  -e '\b(v?f?printf|v?dprintf|puts|fputs|putchar|fputc|putc|perror|psignal) *\(' \
  -e '\b(std::)?(cout|cerr|clog)\b' \
  -e '\b(stdout|stderr|STDOUT_FILENO|STDERR_FILENO)\b' \
  -e '\.exit\((asked|success|error)\)' \
  engine nets weights camapp tools 2>/dev/null |
  grep -vE "$allowed" | grep -vE '^[^:]*:[0-9]*: *//' |
  grep -vE '\bisatty\(STDERR_FILENO\)')
[[ -z $wrong ]] || {
  printf '%s\n' "$wrong" "(print through engine/base/console.h)"
  exit 1
}
