#include <string>

#include "tests/fuzz/fuzz_input.h"
#include "weights/class_names/class_file.h"
#include "weights/class_names/find_class.h"

// The first line is looked for among all.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto names = camglass::ParseClassNames(text);
  if (names.ok())
    static_cast<void>(
        camglass::FindClass(*names, text.substr(0, text.find('\n'))).ok());
  return 0;
}
