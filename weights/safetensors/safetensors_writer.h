// Writes safetensors files: the same tensors and metadata give the same bytes.
#ifndef CAMGLASS_WEIGHTS_SAFETENSORS_SAFETENSORS_WRITER_H_
#define CAMGLASS_WEIGHTS_SAFETENSORS_SAFETENSORS_WRITER_H_

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "weights/element_type.h"

namespace camglass {

struct TensorToWrite {
  std::string name;
  std::vector<size_t> shape;
  ElementType type = ElementType::kF32;  // kF32 or kF16
  const float* data = nullptr;  // narrowed to `type` on the way, to nearest
};

// Takes the file's bytes piece by piece.
using ByteSink = std::function<Status(std::span<const std::byte>)>;

// Tensors follow each other in the order given, without gaps; names must
// differ. The header is filled up with spaces so that the data starts at a
// multiple of 64 bytes: f32 tensors then can be used where they are.
Status WriteSafetensors(const std::vector<TensorToWrite>& tensors,
                        const std::map<std::string, std::string>& metadata,
                        const ByteSink& sink);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_SAFETENSORS_SAFETENSORS_WRITER_H_
