// The fully connected layer and softmax.
#include "engine/kernels/dense.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/kernels/conv.h"
#include "engine/plan/steps/op_steps.h"

namespace camglass {

// Units: panels of outputs.
Status AddSteps(const Dense&, const OpPlace& place, StepList* steps) {
  const TensorView src = place.In();
  CAMGLASS_CHECK(src.h * src.w == 1);  // InferExtents sees to it
  float* const dst = place.Out().data;
  const PackedOp& packed = place.packed();
  const DensePacking packing = packed.dense;
  steps->Add(place.NewStep(
      "dense", packing.num_panels(),
      [=, src = src.data, weights = packed.weights[0], bias = packed.bias](
          size_t begin, size_t end, const Scratch&) {
        DensePanels(src, weights, bias, packing, dst, begin, end);
      }));
  return Status();
}

// Units: rows.
Status AddSteps(const Softmax&, const OpPlace& place, StepList* steps) {
  const TensorView src = place.In();
  const TensorView dst = place.Out();
  steps->Add(place.NewStep(
      "softmax", dst.h, [=](size_t begin, size_t end, const Scratch&) {
        for (size_t y = begin; y < end; ++y) {
          for (size_t x = 0; x < dst.w; ++x) {
            float* const pixel = dst.Pixel(y, x);
            SoftmaxOf(src.Pixel(y, x), dst.c, pixel);
            std::fill(pixel + dst.c, pixel + PadChannels(dst.c), 0.0f);
          }
        }
      }));
  return Status();
}

}  // namespace camglass
