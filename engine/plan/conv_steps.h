// The arguments of the convolution kernels for one op of a plan.
#ifndef CAMGLASS_ENGINE_PLAN_CONV_STEPS_H_
#define CAMGLASS_ENGINE_PLAN_CONV_STEPS_H_

#include <cstddef>

#include "engine/graph/op.h"
#include "engine/kernels/depthwise.h"
#include "engine/kernels/winograd.h"
#include "engine/plan/packed_weights.h"
#include "engine/plan/step.h"
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

// Whether rows follow each other without a gap.
bool IsDense(const TensorView& view);

// Where the op meets its values: all padded zeros of src are there (a halo).
// The residual, as large as dst, may be null. A view whose data is null is of
// memory that is known only when the step runs: its pointer stays null.
struct ConvViews {
  TensorView src;
  TensorView dst;
  const TensorView* residual = nullptr;
};

// One group, computed directly: pixels, not panels, are split.
ConvStep MakeConvStep(const Conv2d& conv, const PackedOp& packed, size_t group,
                      const ConvViews& views);

DepthwiseArgs MakeDepthwiseArgs(const Conv2d& conv, const PackedOp& packed,
                                const ConvViews& views);

// Without the size of a group.
WinogradArgs MakeWinogradArgs(const Conv2d& conv, const PackedOp& packed,
                              const ConvViews& views);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_CONV_STEPS_H_
