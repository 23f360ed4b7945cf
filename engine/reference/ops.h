// One plain function per op: loops as in the definition, sums in double, the
// result rounded to f32 once. Each is the scalar twin that a kernel is held
// against.
//
// Tensors are dense NHWC with N = 1. Attributes mean what graph/ops/ says.
// Channels and extents must fit the op (CheckConsistency, InferExtents). NaN
// goes through every op as in PyTorch.
#ifndef CAMGLASS_ENGINE_REFERENCE_OPS_H_
#define CAMGLASS_ENGINE_REFERENCE_OPS_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/tensor.h"

namespace camglass::reference {

// What one op reads.
struct Operands {
  std::vector<const Tensor*> inputs;
  const std::vector<Param>* params = nullptr;  // the graph's

  const Tensor& In(size_t i = 0) const { return *inputs[i]; }
  const float* Data(ParamId id) const;
  const float* Data(const std::optional<ParamId>& id) const;  // null for none
};

Tensor Run(const Conv2d& conv, const Operands& x);
Tensor Run(const BatchNorm& norm, const Operands& x);
Tensor Run(const MaxPool& pool, const Operands& x);
Tensor Run(const AvgPool& pool, const Operands& x);
Tensor Run(const Lrn& lrn, const Operands& x);
Tensor Run(const Add& add, const Operands& x);
Tensor Run(const Activate& act, const Operands& x);
Tensor Run(const Concat& concat, const Operands& x);
Tensor Run(const GlobalAvgPool& pool, const Operands& x);
Tensor Run(const Dense& dense, const Operands& x);
Tensor Run(const Softmax& softmax, const Operands& x);
Tensor Run(const Identity& same, const Operands& x);

// The ops with params, on bare pointers to them.

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

// x is [1, 1, in_c]; weight [out_c][in_c]; bias [out_c] or null.
Tensor FullyConnected(const Tensor& x, size_t out_c, const float* weight,
                      const float* bias);

// The activation function itself.
double ActivateValue(double v, Activation kind);

}  // namespace camglass::reference

#endif  // CAMGLASS_ENGINE_REFERENCE_OPS_H_
