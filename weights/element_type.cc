#include "weights/element_type.h"

#include <bit>
#include <cstring>

#include "engine/base/check.h"

namespace camglass {
namespace {

template <typename T>
T LoadAs(const std::byte* source) {
  T value;
  std::memcpy(&value, source, sizeof(T));
  return value;
}

}  // namespace

size_t ElementBytes(ElementType type) {
  switch (type) {
    case ElementType::kI8:
    case ElementType::kU8:
    case ElementType::kBool:
      return 1;
    case ElementType::kF16:
    case ElementType::kBF16:
    case ElementType::kI16:
      return 2;
    case ElementType::kF32:
    case ElementType::kI32:
      return 4;
    case ElementType::kF64:
    case ElementType::kI64:
      return 8;
  }
  CAMGLASS_CHECK(false);
}

const char* ElementTypeName(ElementType type) {
  switch (type) {
    case ElementType::kF16:
      return "f16";
    case ElementType::kBF16:
      return "bf16";
    case ElementType::kF32:
      return "f32";
    case ElementType::kF64:
      return "f64";
    case ElementType::kI8:
      return "i8";
    case ElementType::kU8:
      return "u8";
    case ElementType::kI16:
      return "i16";
    case ElementType::kI32:
      return "i32";
    case ElementType::kI64:
      return "i64";
    case ElementType::kBool:
      return "bool";
  }
  CAMGLASS_CHECK(false);
}

float BF16ToF32(uint16_t half) {
  return std::bit_cast<float>(uint32_t{half} << 16);
}

float LoadElement(const std::byte* source, ElementType type) {
  switch (type) {
    case ElementType::kF16:
      return F16ToF32(LoadAs<uint16_t>(source));
    case ElementType::kBF16:
      return BF16ToF32(LoadAs<uint16_t>(source));
    case ElementType::kF32:
      return LoadAs<float>(source);
    case ElementType::kF64:
      return static_cast<float>(LoadAs<double>(source));
    case ElementType::kI8:
      return static_cast<float>(LoadAs<int8_t>(source));
    case ElementType::kU8:
    case ElementType::kBool:
      return static_cast<float>(LoadAs<uint8_t>(source));
    case ElementType::kI16:
      return static_cast<float>(LoadAs<int16_t>(source));
    case ElementType::kI32:
      return static_cast<float>(LoadAs<int32_t>(source));
    case ElementType::kI64:
      return static_cast<float>(LoadAs<int64_t>(source));
  }
  CAMGLASS_CHECK(false);
}

void LoadElements(const std::byte* source, ElementType type, size_t count,
                  float* out) {
  if (count == 0) return;
  if (type == ElementType::kF32) {
    std::memcpy(out, source, count * sizeof(float));
    return;
  }
  if (type == ElementType::kF16) {  // bundled models are; no switch for each
    for (size_t i = 0; i < count; ++i)
      out[i] = F16ToF32(LoadAs<uint16_t>(source + i * sizeof(uint16_t)));
    return;
  }
  const size_t bytes = ElementBytes(type);
  for (size_t i = 0; i < count; ++i)
    out[i] = LoadElement(source + i * bytes, type);
}

}  // namespace camglass
