#include "tests/fuzz/fuzz_input.h"
#include "weights/load_model.h"

// Whatever the file says, its network is built and its tensors are looked up.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto model = camglass::DecodeModel(camglass::FuzzFile(data, size));
  if (model.ok()) static_cast<void>(camglass::BindModel(*model).ok());
  return 0;
}
