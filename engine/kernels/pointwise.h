// Ops that look at one element at a time, for values that no convolution could
// take over. NHWC, channels padded to kChannelPad in every view.
#ifndef CAMGLASS_ENGINE_KERNELS_POINTWISE_H_
#define CAMGLASS_ENGINE_KERNELS_POINTWISE_H_

#include <cstddef>

#include "engine/tensor.h"

namespace camglass {

// All work on rows [row_begin, row_end); dst may be a source itself.

// dst = a + b. Three views of one shape.
void AddRows(const TensorView& a, const TensorView& b, const TensorView& dst,
             size_t row_begin, size_t row_end);

// dst = min(max(src, lo), hi); NaN stays.
void ClampRows(const TensorView& src, float lo, float hi, const TensorView& dst,
               size_t row_begin, size_t row_end);

// dst[.., c] = src[.., c] * mul[c] + add[c]; mul and add padded with zeros.
void AffineRows(const TensorView& src, const float* mul, const float* add,
                const TensorView& dst, size_t row_begin, size_t row_end);

// dst[.., c] = src[.., c] for the src.c channels only: any channel counts.
void CopyRows(const TensorView& src, const TensorView& dst, size_t row_begin,
              size_t row_end);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_KERNELS_POINTWISE_H_
