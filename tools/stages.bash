# Sourced by tools/run and tools/test: stages with names and times, packages,
# builds. Functions return the status of what they did; nothing exits here
# except on a machine where nothing can be built.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*"; }

# stage NAME COMMAND [ARGUMENT...]: runs the command, and says what and how long.
stage() {
  local name=$1 start=$SECONDS status=0
  shift
  say "== $name"
  "$@" || status=$?
  if ((status == 0)); then
    say "   done: $name, $((SECONDS - start)) s"
  else
    say "   FAILED: $name, $((SECONDS - start)) s (status $status)"
  fi
  return "$status"
}

# logged LOG COMMAND [ARGUMENT...]: on a terminal the command shows its own
# progress; elsewhere its output goes to LOG, and is shown only if it fails.
logged() {
  local log=$1
  shift
  if [[ -t 1 ]]; then
    "$@"
    return
  fi
  mkdir -p "$(dirname "$log")"
  local status=0
  "$@" >"$log" 2>&1 || status=$?
  ((status == 0)) || tail -n 100 "$log"
  return "$status"
}

# Nobody can answer a question where there is no terminal to ask on.
as_root() {
  if ((EUID == 0)); then
    "$@"
  elif [[ -n ${CI:-} || ! -t 0 ]]; then
    sudo -n "$@"
  else
    sudo "$@"
  fi
}

# The packages of these groups of tools/apt_packages, one a line.
packages_of() {
  local group
  for group in "$@"; do
    awk -v group="$group" '$1 == group { print $2 }' "$root/tools/apt_packages"
  done
}

is_installed() {
  [[ $(dpkg-query -W -f='${Status}' "$1" 2>/dev/null) == *" installed" ]]
}

# install_packages GROUP...: installs what is missing, and only that.
install_packages() {
  if ! command -v apt-get >/dev/null; then
    say "camglass: these scripts install with apt (Debian 12); see README.md," \
      "'By hand', for other systems" >&2
    exit 1
  fi
  local package missing=()
  while read -r package; do
    is_installed "$package" || missing+=("$package")
  done < <(packages_of "$@")
  if ((${#missing[@]} == 0)); then
    say "   every package is there"
    return
  fi
  say "   installing: ${missing[*]}"
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    say "camglass: neither root nor sudo; have an administrator run:" \
      "apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  # A mirror that stumbles once is asked again.
  local retry=(-o Acquire::Retries=5 -o Acquire::http::Timeout=60)
  logged "$root/build/log/apt-update" as_root apt-get -q "${retry[@]}" update &&
    logged "$root/build/log/apt-install" as_root env \
      DEBIAN_FRONTEND=noninteractive apt-get -q "${retry[@]}" \
      install -y --no-install-recommends "${missing[@]}"
}

# build PRESET [TARGET...]: all targets where none is named.
# Where ccache is installed, another checkout's objects will do. Nobody edits
# between these builds, so a library's files are compiled a dozen at a time.
build() {
  local preset=$1
  shift
  (
    cd "$root" || exit
    export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
    logged "build/log/$preset-configure" cmake --preset "$preset" \
      -DCAMGLASS_UNITY=ON &&
      logged "build/log/$preset-build" \
        nice cmake --build --preset "$preset" --parallel "$(nproc)" \
        ${1:+--target "$@"}
  )
}
