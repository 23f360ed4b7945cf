#include "tests/fuzz/fuzz_input.h"
#include "weights/numpy/npz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static_cast<void>(
      camglass::ReadNpz(camglass::FuzzFile(data, size).bytes).ok());
  return 0;
}
