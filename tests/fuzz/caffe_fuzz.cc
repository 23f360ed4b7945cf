#include "tests/fuzz/fuzz_input.h"
#include "weights/caffe/caffe_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  volatile int used =
      camglass::Touch(camglass::ReadCaffeModel(camglass::FuzzFile(data, size)));
  static_cast<void>(used);
  return 0;
}
