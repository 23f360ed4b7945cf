// Pools over square windows, and the mean over a whole map. NHWC, channels
// padded to kChannelPad in both views; padding lanes stay zero.
#ifndef CAMGLASS_ENGINE_KERNELS_POOL_H_
#define CAMGLASS_ENGINE_KERNELS_POOL_H_

#include <cstddef>

#include "engine/tensor.h"

namespace camglass {

struct PoolArgs {
  TensorView src;
  TensorView dst;  // may not overlap src
  size_t k = 1;
  size_t stride = 1;
  size_t pad = 0;          // windows are cut at the edges, no halo is read
  bool count_pad = false;  // averages: divide by the window in the padded input
};

// Output rows [row_begin, row_end). A NaN in a window gives NaN.
void MaxPoolRows(const PoolArgs& args, size_t row_begin, size_t row_end);
void AvgPoolRows(const PoolArgs& args, size_t row_begin, size_t row_end);

// dst[c] = mean of src[.., c], channels [c_begin, c_end), both multiples of
// kChannelPad. Each row is summed by itself and then the rows, so that the
// error grows with height + width and not with their product.
void GlobalMean(const TensorView& src, float* dst, size_t c_begin,
                size_t c_end);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_KERNELS_POOL_H_
