// Local response normalisation across channels, NHWC.
#ifndef CAMGLASS_ENGINE_KERNELS_LRN_H_
#define CAMGLASS_ENGINE_KERNELS_LRN_H_

#include <cstddef>

#include "engine/tensor.h"

namespace camglass {

inline constexpr size_t kMaxLrnSize = 15;

struct LrnArgs {
  TensorView src;
  TensorView dst;   // same shape; may be src itself
  size_t size = 5;  // odd, at most kMaxLrnSize: channels in a sum
  float alpha = 1e-4f;
  float beta = 0.75f;
  float k = 1.0f;
  float* scratch = nullptr;  // LrnScratchFloats(c), one a thread
};

size_t LrnScratchFloats(size_t channels);

// dst = src / (k + alpha / size * sum of squares)^beta for rows [row_begin,
// row_end). beta 0.75 is vectorised; others go through pow a lane at a time.
void LrnRows(const LrnArgs& args, size_t row_begin, size_t row_end);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_KERNELS_LRN_H_
