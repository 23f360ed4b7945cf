#include "tests/fuzz/fuzz_input.h"
#include "weights/convert/convert.h"

// All formats but HDF5, whose child processes would slow this down; it has a
// target of its own.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 0 && data[0] == 0x89) return 0;
  static_cast<void>(
      camglass::ConvertBytes(camglass::FuzzFile(data, size), "fuzz", {}).ok());
  return 0;
}
