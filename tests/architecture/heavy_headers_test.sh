#!/bin/bash
# heavy_headers_test.sh: each planted include is reported, by its file, and what
# is allowed is not.
set -uo pipefail
check=$(dirname "${BASH_SOURCE[0]}")/heavy_headers.sh
# shellcheck source=tests/architecture/planted.bash
source "$(dirname "${BASH_SOURCE[0]}")/planted.bash"

expect ok camapp/options.cc '#include <CLI/CLI.hpp>'
expect ok weights/bounded_json.h '#include <nlohmann/json_fwd.hpp>'
expect ok camapp/cam/explanation_json.cc '#include <nlohmann/json.hpp>'
expect ok camapp/options.h '// Not <CLI/CLI.hpp>: that takes seconds.'

expect wrong camapp/cam/flag_values.h '#include <CLI/CLI.hpp>'
expect wrong tools/command.h '#include <CLI/App.hpp>'
expect wrong weights/model_info.h '  #  include "nlohmann/json.hpp"'
expect wrong tests/cam/json.h '#include <nlohmann/json.hpp>'

echo "$failures wrong"
exit $((failures > 0))
