// Rounding of sizes and counts.
#ifndef CAMGLASS_ENGINE_BASE_ROUND_UP_H_
#define CAMGLASS_ENGINE_BASE_ROUND_UP_H_

#include <cstddef>

namespace camglass {

// How many pieces of size `by` > 0 hold n. n + by must not overflow.
constexpr size_t DivideRoundingUp(size_t n, size_t by) {
  return (n + by - 1) / by;
}

// The least multiple of `multiple` > 0 that is at least n. n + multiple must
// not overflow.
constexpr size_t RoundUp(size_t n, size_t multiple) {
  return DivideRoundingUp(n, multiple) * multiple;
}

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_ROUND_UP_H_
