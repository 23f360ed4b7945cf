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

// `value` / 2^bits, rounded to nearest, ties to even; bits from 1 to 31.
uint32_t ShiftRightRounded(uint32_t value, unsigned bits) {
  const uint32_t half = uint32_t{1} << (bits - 1);
  const uint32_t rest = value & ((half << 1) - 1);
  const uint32_t result = value >> bits;
  const bool up = rest > half || (rest == half && (result & 1) != 0);
  return result + (up ? 1 : 0);
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

float F16ToF32(uint16_t half) {
  const uint32_t sign = uint32_t{half & 0x8000u} << 16;
  const uint32_t exponent = (half >> 10) & 0x1f;
  const uint32_t fraction = half & 0x3ffu;
  if (exponent == 0x1f)  // infinity or NaN
    return std::bit_cast<float>(sign | 0x7f800000u | (fraction << 13));
  if (exponent == 0) {  // zero or subnormal: fraction * 2^-24
    const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
    return std::bit_cast<float>(sign | std::bit_cast<uint32_t>(magnitude));
  }
  return std::bit_cast<float>(sign | ((exponent + 112) << 23) |
                              (fraction << 13));
}

uint16_t F32ToF16(float value) {
  const auto bits = std::bit_cast<uint32_t>(value);
  const auto sign = static_cast<uint16_t>((bits >> 16) & 0x8000u);
  const uint32_t magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u) return sign | 0x7e00u;  // NaN
  // From half way between 65504 and 65536 on, the nearest is infinity.
  if (magnitude >= 0x477ff000u) return sign | 0x7c00u;
  uint32_t half = 0;
  if (magnitude >= 0x38800000u) {  // normal: rebias, round 13 bits away
    half = ShiftRightRounded(magnitude - (uint32_t{112} << 23), 13);
  } else if (magnitude >= 0x33000000u) {  // subnormal, from half of 2^-24 on
    const uint32_t exponent = magnitude >> 23;
    const uint32_t significand = (magnitude & 0x7fffffu) | 0x800000u;
    half = ShiftRightRounded(significand, 126 - exponent);
  }
  return static_cast<uint16_t>(sign | half);
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
