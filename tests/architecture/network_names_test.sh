#!/bin/bash
# network_names_test.sh: each planted question after a network's name is
# reported, by its file, and what is allowed is not.
set -uo pipefail
check=$(dirname "${BASH_SOURCE[0]}")/network_names.sh
tree=$(mktemp -d) || exit
trap 'rm -rf "$tree"' EXIT
failures=0

# expect RESULT FILE LINE: a tree with only this file and two networks has the
# result ok|wrong.
expect() {
  local wanted=$1 file=$2 line=$3 got=ok output
  rm -rf "${tree:?}"/*
  mkdir -p "$tree/nets" "$tree/$(dirname "$file")"
  touch "$tree"/nets/{net,resnet18,squeezenet}.cc
  printf '%s\n' "$line" >"$tree/$file"
  output=$("$check" "$tree") || got=wrong
  [[ $got == "$wanted" && ($wanted == ok || $output == "$file"*) ]] && return
  echo "$file with '$line': wanted $wanted, got $got: $output"
  failures=$((failures + 1))
}

expect ok nets/resnet18.cc 'network.name = "resnet18";'
expect ok weights/a.cc 'if (arch != choice.arch) continue;'
expect ok weights/a.cc 'if (choice.arch.empty()) return;'
expect ok weights/a.cc '// "resnet18" is the name of one.'
expect ok weights/model_lookup.h 'constexpr const char* kDefaultModel = "squeezenet1_1";'
expect ok tools/a.cc '"  camtool convert resnet18.pth\n"'
expect ok tests/a.cc 'if (arch == "resnet18") return;'

expect wrong weights/a.cc 'if (config.arch == "resnet18") return;'
expect wrong weights/a.cc 'if (config.arch == "vgg16") return;'
expect wrong weights/a.cc 'return "vgg16" != config.arch;'
expect wrong weights/a.cc 'return arch.starts_with("vgg");'
expect wrong weights/a.cc 'FindNetwork("squeezenet1_0")'
expect wrong camapp/a.cc 'Choose("resnet18", 3);'
expect wrong tools/a.h 'const char* kNames[] = {"squeezenet"};'
expect wrong bench/a.cc 'if (model.arch!="resnet18") return;'
expect wrong engine/a.cc 'return "resnet18";'

echo "$failures wrong"
exit $((failures > 0))
