// Steps that look at one element at a time and that other steps are followed
// by. Units: rows.
#ifndef CAMGLASS_ENGINE_PLAN_STEPS_POINTWISE_H_
#define CAMGLASS_ENGINE_PLAN_STEPS_POINTWISE_H_

#include "engine/graph/op.h"
#include "engine/plan/op_place.h"
#include "engine/tensor.h"

namespace camglass {

// Both write the place's output, which may be a source itself.
Step SumStep(const TensorView& a, const TensorView& b, const OpPlace& place);
Step ClampStep(const TensorView& src, Activation act, const OpPlace& place);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_STEPS_POINTWISE_H_
