// One plain function an op: loops as in the definition, sums in double, the
// result rounded to f32 once. Each is the scalar twin that a kernel is held
// against.
//
// Tensors are dense NHWC with N = 1. Attributes mean what op.h says. Channels
// and extents must fit the op (CheckConsistency, InferExtents); params are bare
// pointers in the layouts of op.h. NaN goes through every op as in PyTorch.
#ifndef CAMGLASS_ENGINE_REFERENCE_OPS_H_
#define CAMGLASS_ENGINE_REFERENCE_OPS_H_

#include <cstddef>
#include <vector>

#include "engine/graph/op.h"
#include "engine/tensor.h"

namespace camglass::reference {

// weight [out_c][in_c / groups][kh][kw]; bias [out_c] or null; residual
// [out_h, out_w, out_c] or null. Bias, residual and activation are applied
// before rounding.
Tensor Convolve(const Tensor& x, const Conv2d& conv, const float* weight,
                const float* bias, const Tensor* residual);

// All four are [c].
struct BatchNormParams {
  const float* weight;
  const float* bias;
  const float* mean;
  const float* var;
};
Tensor BatchNormalize(const Tensor& x, const BatchNormParams& params,
                      double eps);

Tensor MaxPool2d(const Tensor& x, const MaxPool& pool);
Tensor AvgPool2d(const Tensor& x, const AvgPool& pool);
// [1, 1, c]
Tensor GlobalMean(const Tensor& x);

Tensor LocalResponseNorm(const Tensor& x, const Lrn& lrn);
Tensor Sum(const Tensor& a, const Tensor& b);
Tensor Activated(const Tensor& x, Activation kind);
// Parts of one extent, side by side along the channels.
Tensor Concatenate(const std::vector<const Tensor*>& parts);
Tensor SoftmaxOverChannels(const Tensor& x);

// x is [1, 1, in_c]; weight [out_c][in_c]; bias [out_c] or null.
Tensor FullyConnected(const Tensor& x, size_t out_c, const float* weight,
                      const float* bias);

// The activation function itself.
double ActivateValue(double v, Activation kind);

}  // namespace camglass::reference

#endif  // CAMGLASS_ENGINE_REFERENCE_OPS_H_
