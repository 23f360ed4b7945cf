// Numbers in half precision (IEEE 754 binary16).
#ifndef CAMGLASS_ENGINE_BASE_HALF_H_
#define CAMGLASS_ENGINE_BASE_HALF_H_

#include <cstdint>

namespace camglass {

// One of them, as its bits.
struct Half {
  uint16_t bits = 0;
};

inline constexpr float kLargestF16 = 65'504;

// Widening is exact; narrowing rounds to nearest, ties to even, beyond 65504 to
// infinity. A NaN stays a NaN.
float F16ToF32(uint16_t half);
uint16_t F32ToF16(float value);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_HALF_H_
