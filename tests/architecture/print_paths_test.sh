#!/bin/bash
# print_paths_test.sh: each planted way around the console is reported, and what
# is allowed is not.
set -uo pipefail
check=$(dirname "${BASH_SOURCE[0]}")/print_paths.sh
# shellcheck source=tests/architecture/planted.bash
source "$(dirname "${BASH_SOURCE[0]}")/planted.bash"

expect ok tools/main.cc 'Print("%s\n", name);'
expect ok camapp/main.cc 'std::snprintf(text, sizeof(text), "%d", 3);'
expect ok engine/base/check.h 'std::fprintf(stderr, "%s", file);'
expect ok tools/main.cc '  // On stderr, as printf() does.'
expect ok tests/x.cc 'std::printf("%s", name);'

expect wrong tools/main.cc 'std::printf("%s\n", name.c_str());'
expect wrong tools/main.cc '  fputs(name.c_str(), stdout);'
expect wrong camapp/cam/a.cc 'std::fprintf(stderr, "%s", name);'
expect wrong camapp/cam/a.h '  std::cerr << name;'
expect wrong weights/a.cc 'std::cout << name;'
expect wrong nets/a.cc 'write(STDERR_FILENO, name, 3);'
expect wrong engine/plan/a.cc '  puts(name);'
expect wrong engine/plan/a.cc '  perror(name);'
expect wrong camapp/main.cc '  return app.exit(asked);'

echo "$failures wrong"
exit $((failures > 0))
