// A convolution computed directly: a dense one, or a group of one.
#ifndef CAMGLASS_ENGINE_PLAN_STEPS_DIRECT_CONV_H_
#define CAMGLASS_ENGINE_PLAN_STEPS_DIRECT_CONV_H_

#include <cstddef>
#include <vector>

#include "engine/graph/op.h"
#include "engine/kernels/conv.h"
#include "engine/plan/op_place.h"
#include "engine/plan/packed_weights.h"
#include "engine/plan/step_list.h"
#include "engine/plan/steps/conv_views.h"

namespace camglass {

struct DirectConv {
  ConvArgs args;  // without the taps
  ConvPacking packing;
  std::vector<ptrdiff_t> taps;
  size_t pixels = 0;  // of the output

  // Good while this stays where it is.
  ConvArgs ArgsWithTaps() const;
};

DirectConv MakeDirectConv(const Conv2d& conv, const PackedOp& packed,
                          size_t group, const ConvViews& views);

// One step, or one a group.
void AddDirectConv(const Conv2d& conv, const OpPlace& place, StepList* steps);
void AddGroups(const Conv2d& conv, const OpPlace& place, StepList* steps);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_STEPS_DIRECT_CONV_H_
