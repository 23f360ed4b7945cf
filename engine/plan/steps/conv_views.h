// What the steps of all convolutions have in common: where an op meets its
// values, and what happens to its sums.
#ifndef CAMGLASS_ENGINE_PLAN_STEPS_CONV_VIEWS_H_
#define CAMGLASS_ENGINE_PLAN_STEPS_CONV_VIEWS_H_

#include <cstddef>
#include <optional>

#include "engine/graph/op.h"
#include "engine/kernels/conv.h"
#include "engine/plan/op_place.h"
#include "engine/tensor.h"

namespace camglass {

// What an activation clamps to; infinite where it does not.
struct Bounds {
  float lo;
  float hi;
};
Bounds BoundsOf(Activation act);

// `count` channels of a view, from channel `first` on.
TensorView Channels(const TensorView& view, size_t first, size_t count);

// All padded zeros of src are there (a halo). The residual, where there is one,
// is as large as dst. A view whose data is null is of memory that is known only
// when the step runs: its pointer stays null.
struct ConvViews {
  TensorView src;
  TensorView dst;
  std::optional<TensorView> residual;
};
// Of an op that reads `src`, or its own first input.
ConvViews ViewsOf(const OpPlace& place, const TensorView& src);
ConvViews ViewsOf(const OpPlace& place);

// The first tap of output pixel (0, 0); null where src has no memory yet.
const float* FirstTap(const Conv2d& conv, const TensorView& src);

// bias, scale: where the output's first channel has them; scale may be null.
Epilogue MakeEpilogue(const Conv2d& conv, const float* bias, const float* scale,
                      const ConvViews& views);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_STEPS_CONV_VIEWS_H_
