# Sourced by tools/test: runs ctest, and counts what passed, failed and was
# skipped from the reports it writes. Needs tools/stages.bash.
: "${root:?}"

passed=0
failed=0
skipped=0
skipped_names=()
failed_names=()

# One line a test of a JUnit report: pass|fail|skip NAME. A test that could not
# be started is a failed one; only a test's own decision makes it a skipped one.
read_report() {
  awk '
    function attribute(name,    at, text) {
      at = index($0, " " name "=\"")
      if (!at) return ""
      text = substr($0, at + length(name) + 3)
      text = substr(text, 1, index(text, "\"") - 1)
      gsub(/&quot;/, "\"", text)
      gsub(/&lt;/, "<", text)
      gsub(/&gt;/, ">", text)
      gsub(/&amp;/, "\\&", text)
      return text
    }
    function flush() { if (test != "") print verdict, test; test = "" }
    /<testcase / {
      flush()
      test = attribute("name")
      status = attribute("status")
      verdict = status == "run" ? "pass" : status == "disabled" ? "skip" : "fail"
    }
    test != "" && /^\t\t<skipped message="SKIP_/ { verdict = "skip" }
    END { flush() }' "$1"
}

count_report() {
  local label=$1 report=$2 verdict name
  while read -r verdict name; do
    case $verdict in
      pass) passed=$((passed + 1)) ;;
      skip)
        skipped=$((skipped + 1))
        skipped_names+=("$label: $name")
        ;;
      *)
        failed=$((failed + 1))
        failed_names+=("$label: $name")
        ;;
    esac
  done < <(read_report "$report")
}

# run_tests PRESET [FOLDER [CTEST ARGUMENT...]]: the tests of build/PRESET, or
# of one folder of it. No tests at all is a failure.
run_tests() {
  local preset=$1 folder=${2:-} before=$((passed + failed + skipped)) status=0
  shift $(($# < 2 ? $# : 2))
  local name=$preset${folder:+-${folder//\//-}}
  local report=$root/build/log/$name.xml
  rm -f "$report"
  logged "$root/build/log/$name-test" \
    ctest --test-dir "$root/build/$preset/$folder" --output-on-failure \
    --parallel "$(nproc)" --timeout 600 --output-junit "$report" "$@" \
    </dev/null || status=$?
  [[ -f $report ]] && count_report "$preset" "$report"
  if ((passed + failed + skipped == before)); then
    say "   no tests were found in build/$preset/$folder"
    return 1
  fi
  return "$status"
}

# Names what was skipped and what failed; the last line is for scripts.
print_results() {
  local name
  for name in "${skipped_names[@]}"; do say "skipped: $name"; done
  for name in "${failed_names[@]}"; do say "failed: $name"; done
  say "$passed passed, $failed failed, $skipped skipped"
}
