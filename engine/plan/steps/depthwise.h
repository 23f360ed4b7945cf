// A depthwise convolution: one filter per channel.
#ifndef CAMGLASS_ENGINE_PLAN_STEPS_DEPTHWISE_H_
#define CAMGLASS_ENGINE_PLAN_STEPS_DEPTHWISE_H_

#include "engine/graph/op.h"
#include "engine/kernels/depthwise.h"
#include "engine/plan/op_place.h"
#include "engine/plan/packed_weights.h"
#include "engine/plan/step_list.h"
#include "engine/plan/steps/conv_views.h"

namespace camglass {

// The kernel has no residual input: views.residual is not looked at.
DepthwiseArgs MakeDepthwise(const Conv2d& conv, const PackedOp& packed,
                            const ConvViews& views);

// One step, and one each for a residual and its activation.
void AddDepthwise(const Conv2d& conv, const OpPlace& place, StepList* steps);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_STEPS_DEPTHWISE_H_
