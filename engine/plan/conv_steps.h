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

// Whether threads take output channels of it, and not pixels: where the weights
// are more than the activations of a small map, so that all weights are read
// once; else a thread finds its activations where it left them.
bool SplitsPanels(const ConvPacking& packing, const TensorView& src,
                  const TensorView& dst);

// Tiles of one group: V and M together should leave room in the L2 cache, 5/8
// of it, for the stream of filters; at least one full register tile of them,
// and equal groups, as many for each of `threads`.
size_t WinogradGroup(const WinogradPacking& packing, size_t tiles,
                     size_t threads);

// Without the size of a group.
WinogradArgs MakeWinogradArgs(const Conv2d& conv, const PackedOp& packed,
                              const ConvViews& views);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_CONV_STEPS_H_
