#include "tests/fuzz/fuzz_input.h"
#include "weights/torch/pickle_machine.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static_cast<void>(
      camglass::ReadPickle(camglass::FuzzFile(data, size).bytes).ok());
  return 0;
}
