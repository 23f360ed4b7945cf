#include "tests/fuzz/fuzz_input.h"
#include "weights/onnx/layer_graph.h"
#include "weights/onnx/onnx_reader.h"

// The reader, and the layers made of what it read. No folder for external data.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto checkpoint =
      camglass::ReadOnnx(camglass::FuzzFile(data, size), {});
  volatile int used = camglass::Touch(checkpoint);
  if (checkpoint.ok()) used = camglass::ImportLayers(*checkpoint).ok() ? 1 : 0;
  static_cast<void>(used);
  return 0;
}
