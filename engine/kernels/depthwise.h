// Depthwise convolution: one k x k filter a channel, NHWC.
#ifndef CAMGLASS_ENGINE_KERNELS_DEPTHWISE_H_
#define CAMGLASS_ENGINE_KERNELS_DEPTHWISE_H_

#include <cstddef>
#include <limits>

#include "engine/tensor.h"

namespace camglass {

// weights [c][kh][kw] -> packed [kh * kw][channels padded], zeros beyond c.
void PackDepthwise(const float* weights, size_t c, size_t kh, size_t kw,
                   float* packed);

struct DepthwiseArgs {
  const float* src = nullptr;  // tap (0, 0) of output pixel (0, 0), or a ring's
                               // first row; the zeros of the padding are there
                               // (a halo)
  size_t src_row_stride = 0;   // floats between input rows, stride not in
  size_t src_pixel_stride = 0;
  size_t src_rows =
      std::numeric_limits<size_t>::max();  // that memory has: the
                                           // row after the last is its first
                                           // again (a ring)
  size_t src_first = 0;  // the row of output row 0's first tap
  size_t kh = 0;
  size_t kw = 0;
  size_t stride = 1;
  const float* weights = nullptr;  // packed, 64-byte aligned
  const float* bias = nullptr;     // [channels padded], 64-byte aligned
  TensorView dst;  // must not overlap src; c may be a multiple of kChannelPad
                   // or less: padding lanes are written too
  float lo = 0;
  float hi = 0;
};

// Output rows [row_begin, row_end) of the channels [c_begin, c_end), multiples
// of kChannelPad: clamp(sum of taps + bias, lo, hi).
void Depthwise(const DepthwiseArgs& args, size_t row_begin, size_t row_end,
               size_t c_begin, size_t c_end);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_KERNELS_DEPTHWISE_H_
