#!/bin/bash
# library_test.sh CMAKE BUILD: projects of other people's, in C and C++, build
# without a warning with the library as installed, by find_package and by
# pkg-config, and see what camtool sees, bit for bit.
set -euo pipefail
cmake=$1
build=$2
outside=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/outside
# shellcheck source=tests/expect.bash
source "$outside/../../expect.bash"
enter_work_folder

# shellcheck source=tests/install/install_into.bash
source "$outside/../install_into.bash"
install_into "$work/usr" "$work/manifest" >log 2>&1 || {
  cat log
  exit 1
}
model=$work/usr/share/camglass/models/squeezenet1_1.safetensors
picture=$work/usr/share/camglass/samples/coffee.jpg
# Nothing of the tester's is looked into.
bare=(env -i "PATH=$PATH" "HOME=$work/nobody")

"${bare[@]}" usr/bin/camtool run "$picture" --logits camtool.npy >log 2>&1 || {
  cat log
  exit 1
}
tail -c 4000 camtool.npy >wanted

# sees PROGRAM MODEL: it finds espresso, and camtool's logits.
sees() {
  rm -f logits
  expect 0 espresso "${bare[@]}" ${libraries:+"LD_LIBRARY_PATH=$libraries"} \
    "$1" "$2" "$picture" logits
  cmp logits wanted || fail "$1: other logits than camtool's"
}

# By find_package.
if "$cmake" -S "$outside" -B cmake -G Ninja -DCMAKE_PREFIX_PATH="$work/usr" \
  >log 2>&1 && "$cmake" --build cmake >>log 2>&1; then
  libraries=
  sees cmake/explain_c squeezenet1_1
  sees cmake/explain_cc squeezenet1_1
  sees cmake/explain_static "$model"
  ldd cmake/explain_static | grep camglass && fail "the static program is not"
else
  fail "by find_package: $(cat log)"
fi

# By pkg-config.
libraries=$(dirname "$(find usr -name libcamglass.so)")
flags=$(PKG_CONFIG_PATH=$libraries/pkgconfig \
  pkg-config --cflags --libs camglass libjpeg)
warnings=(-Wall -Wextra -Wpedantic -Werror)
# shellcheck disable=SC2086  # flags are words
if cc "${warnings[@]}" -std=c99 -o explain_c "$outside"/explain.c \
  "$outside"/read_jpeg.c $flags >log 2>&1 &&
  cc "${warnings[@]}" -c "$outside"/read_jpeg.c >>log 2>&1 &&
  c++ "${warnings[@]}" -std=c++20 -o explain_cc "$outside"/explain.cc \
    read_jpeg.o $flags >>log 2>&1; then
  sees ./explain_c squeezenet1_1
  sees ./explain_cc squeezenet1_1
  expect 1 "there is no model 'nonsense'" "${bare[@]}" \
    "LD_LIBRARY_PATH=$libraries" ./explain_cc nonsense "$picture" logits
else
  fail "by pkg-config: $(cat log)"
fi

# What the library itself needs is on every machine.
needed=$(readelf -d "$libraries/libcamglass.so" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p')
grep -vE '^(lib(hwy|stdc\+\+|m|gcc_s|c|asan|ubsan|tsan)|ld-linux[a-z0-9-]*)\.so' \
  <<<"$needed" && fail "libcamglass.so needs the libraries above"

exit $((failures > 0))
