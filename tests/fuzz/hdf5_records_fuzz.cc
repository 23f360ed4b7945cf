#include "tests/fuzz/fuzz_input.h"
#include "weights/keras/hdf5_records.h"

// What a child that its HDF5 file has taken over may send.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  camglass::Checkpoint checkpoint;
  auto content =
      camglass::ReadHdf5Records(std::as_bytes(std::span(data, size)), size);
  if (!content.ok()) return 0;
  checkpoint.tensors = std::move(content->tensors);
  volatile int used = camglass::Touch(checkpoint);
  static_cast<void>(used);
  return 0;
}
