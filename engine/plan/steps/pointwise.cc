#include "engine/plan/steps/pointwise.h"

#include "engine/kernels/pointwise.h"
#include "engine/plan/steps/conv_views.h"
#include "engine/plan/steps/op_steps.h"

namespace camglass {

Step SumStep(const TensorView& a, const TensorView& b, const OpPlace& place) {
  const TensorView dst = place.Out();
  return place.NewStep("add", dst.h,
                       [=](size_t begin, size_t end, const Scratch&) {
                         AddRows(a, b, dst, begin, end);
                       });
}

Step ClampStep(const TensorView& src, Activation act, const OpPlace& place) {
  const TensorView dst = place.Out();
  const Bounds bounds = BoundsOf(act);
  return place.NewStep("clamp", dst.h,
                       [=](size_t begin, size_t end, const Scratch&) {
                         ClampRows(src, bounds.lo, bounds.hi, dst, begin, end);
                       });
}

Status AddSteps(const Add&, const OpPlace& place, StepList* steps) {
  steps->Add(SumStep(place.In(0), place.In(1), place));
  return Status();
}

Status AddSteps(const Activate& act, const OpPlace& place, StepList* steps) {
  steps->Add(ClampStep(place.In(), act.kind, place));
  return Status();
}

Status AddSteps(const BatchNorm&, const OpPlace& place, StepList* steps) {
  const TensorView src = place.In();
  const TensorView dst = place.Out();
  const auto* factors = static_cast<const float*>(place.packed().weights[0]);
  const float* offsets = place.packed().bias;
  steps->Add(place.NewStep("affine", dst.h,
                           [=](size_t begin, size_t end, const Scratch&) {
                             AffineRows(src, factors, offsets, dst, begin, end);
                           }));
  return Status();
}

}  // namespace camglass
