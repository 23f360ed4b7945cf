#include "engine/base/half.h"

#include <bit>

namespace camglass {
namespace {

// `value` / 2^bits, rounded to nearest, ties to even; bits from 1 to 31.
uint32_t ShiftRightRounded(uint32_t value, unsigned bits) {
  const uint32_t half = uint32_t{1} << (bits - 1);
  const uint32_t rest = value & ((half << 1) - 1);
  const uint32_t result = value >> bits;
  const bool up = rest > half || (rest == half && (result & 1) != 0);
  return result + (up ? 1 : 0);
}

}  // namespace

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

}  // namespace camglass
