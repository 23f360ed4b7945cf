#include "tests/fuzz/fuzz_input.h"
#include "weights/torch/torch_legacy_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  volatile int used = camglass::Touch(
      camglass::ReadTorchLegacy(camglass::FuzzFile(data, size)));
  static_cast<void>(used);
  return 0;
}
