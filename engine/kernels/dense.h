// The fully connected layer on one pixel, and softmax.
#ifndef CAMGLASS_ENGINE_KERNELS_DENSE_H_
#define CAMGLASS_ENGINE_KERNELS_DENSE_H_

#include <cstddef>

#include "engine/tensor.h"

namespace camglass {

// Weights in panels of `panel` outputs, each [in_c][panel]; the last panel is
// filled up with zeros. Every weight is used once, so all that counts is to
// read them in one stream with enough sums in flight.
struct DensePacking {
  size_t lanes = 0;  // of the target that it was made for
  size_t panel = 0;
  size_t in_c = 0;
  size_t out_c = 0;  // as given
  DType type = DType::kF32;

  size_t num_panels() const { return (out_c + panel - 1) / panel; }
  size_t padded_out() const { return num_panels() * panel; }
  size_t bytes() const { return padded_out() * in_c * BytesOf(type); }
};

DensePacking ChooseDensePacking(size_t in_c, size_t out_c, DType type);

// One panel of it. rows: [count][in_c], the weights of the panel's outputs that
// exist, each rounded to packing.type. packed: the whole layer's bytes(),
// 64-byte aligned.
void PackDensePanel(const float* rows, size_t count,
                    const DensePacking& packing, size_t panel, void* packed);

// dst[n] = bias[n] + sum over k of src[k] * weight[n][k] for the panels
// [panel_begin, panel_end). bias and dst have padded_out() floats; what lies
// beyond out_c comes out as bias.
void DensePanels(const float* src, const void* packed, const float* bias,
                 const DensePacking& packing, float* dst, size_t panel_begin,
                 size_t panel_end);

// dst[i] = exp(src[i] - max) / sum, i < n, in f32 with the sum in double; dst
// may be src. Equal to the plain form wherever that is finite. All NaN if any
// input is NaN or +infinity.
void SoftmaxOf(const float* src, size_t n, float* dst);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_KERNELS_DENSE_H_
