// Types in which weight files store numbers, and their conversion to f32.
#ifndef CAMGLASS_WEIGHTS_ELEMENT_TYPE_H_
#define CAMGLASS_WEIGHTS_ELEMENT_TYPE_H_

#include <cstddef>
#include <cstdint>

#include "engine/base/half.h"

namespace camglass {

enum class ElementType {
  kF16,
  kBF16,
  kF32,
  kF64,
  kI8,
  kU8,
  kI16,
  kI32,
  kI64,
  kBool
};

size_t ElementBytes(ElementType type);
const char* ElementTypeName(ElementType type);  // "f16", ...

// The upper half of an f32. For f16: engine/base/half.h.
float BF16ToF32(uint16_t half);

// The element at `source` (any alignment) as f32: exact for f16, bf16 and f32,
// rounded to nearest otherwise.
float LoadElement(const std::byte* source, ElementType type);

// `count` elements that stand one after another.
void LoadElements(const std::byte* source, ElementType type, size_t count,
                  float* out);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_ELEMENT_TYPE_H_
