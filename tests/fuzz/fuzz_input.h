// A fuzz target's input, in the types of our readers.
#ifndef CAMGLASS_TESTS_FUZZ_FUZZ_INPUT_H_
#define CAMGLASS_TESTS_FUZZ_FUZZ_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/base/file_bytes.h"
#include "weights/checkpoint.h"

// The entry point that libFuzzer and replay_main.cc call.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace camglass {

inline FileBytes FuzzFile(const uint8_t* data, size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  return FromVector({bytes.begin(), bytes.end()});
}

// Reads every value, so that a sanitizer sees what lies outside or was never
// written. The sum only keeps the loop from being removed.
inline int Touch(const StatusOr<Checkpoint>& checkpoint) {
  if (!checkpoint.ok()) return 0;
  float sum = 0;
  for (const CheckpointTensor& tensor : checkpoint->tensors)
    for (size_t i = 0; i < tensor.size(); ++i) sum += tensor.data[i];
  return sum == 1 ? 1 : 0;
}

}  // namespace camglass

#endif  // CAMGLASS_TESTS_FUZZ_FUZZ_INPUT_H_
