#include "tests/fuzz/fuzz_input.h"
#include "weights/numpy/npz.h"
#include "weights/numpy/npz_reader.h"

// As reference values, and as weights.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const camglass::FileBytes file = camglass::FuzzFile(data, size);
  static_cast<void>(camglass::ReadNpz(file.bytes).ok());
  volatile int used = camglass::Touch(camglass::ReadNpzCheckpoint(file));
  static_cast<void>(used);
  return 0;
}
