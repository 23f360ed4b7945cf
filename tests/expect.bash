# Sourced by scripts that check what programs answer: failures are counted, and
# the script goes on to its verdict.
# shellcheck shell=bash

failures=0

fail() {
  printf '%s\n' "$*"
  failures=$((failures + 1))
}

# expect STATUS TEXT COMMAND...: the command ends with STATUS and its output
# has TEXT.
expect() {
  local wanted=$1 text=$2 status=0 output
  shift 2
  output=$("$@" 2>&1 </dev/null) || status=$?
  if ((status != wanted)) || [[ $output != *"$text"* ]]; then
    fail "$*
  status $status, expected $wanted; expected text: $text
  $output"
  fi
}

# expect_files NAME...: the working folder holds these, in ls's order, and
# nothing else.
expect_files() {
  local found
  found=$(ls -A | tr '\n' ' ')
  [[ $found == "$*" || $found == "$* " ]] ||
    fail "files left: $found; expected: $*"
}

# Goes to a new folder, $work, which is removed when the script ends.
enter_work_folder() {
  work=$(mktemp -d) || exit 1
  trap 'cd / && rm -rf "$work"' EXIT
  cd "$work" || exit 1
}

# The last line of every script.
verdict() {
  if ((failures > 0)); then
    echo "$failures failed"
    exit 1
  fi
  echo "all passed"
}
