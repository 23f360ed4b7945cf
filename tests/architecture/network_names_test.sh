#!/bin/bash
# network_names_test.sh: each planted question after a network's name is
# reported, by its file, and what is allowed is not.
set -uo pipefail
check=$(dirname "${BASH_SOURCE[0]}")/network_names.sh
# shellcheck source=tests/architecture/planted.bash
source "$(dirname "${BASH_SOURCE[0]}")/planted.bash"

furnish() {
  mkdir -p "$tree/nets"
  touch "$tree"/nets/{net,resnet18,squeezenet}.cc
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
