#include "tests/fuzz/fuzz_input.h"
#include "weights/keras/keras_config.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto config = camglass::ReadKerasConfig(
      std::string(reinterpret_cast<const char*>(data), size));
  volatile bool used = config.ok() && config->input.has_value();
  static_cast<void>(used);
  return 0;
}
