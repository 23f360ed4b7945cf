#!/bin/bash
# test_results_test.sh: what ctest reports is counted for what it is. The report
# has the forms that ctest 3.25 writes for each kind of result.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../tools/stages.bash"
source "$here/../../tools/test_results.bash"

wanted='pass Good
fail Wrong
skip SkippedByGoogleTest
skip SkippedByStatus
skip Disabled
fail NoSuchProgram
fail NoSuchFile
fail NeedsWhatFailed
pass A/B."quoted" <&>'

got=$(read_report "$here/report.xml")
if [[ $got != "$wanted" ]]; then
  diff <(echo "$wanted") <(echo "$got")
  exit 1
fi

count_report preset "$here/report.xml"
[[ $(print_results | tail -n 1) == '2 passed, 4 failed, 3 skipped' ]] || exit 1
print_results | grep -qx 'skipped: preset: SkippedByStatus' || exit 1
print_results | grep -qx 'failed: preset: NoSuchProgram' || exit 1
