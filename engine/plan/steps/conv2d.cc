// Which steps a convolution takes, by its algorithm (conv_algorithm.h).
#include "engine/plan/steps/depthwise.h"
#include "engine/plan/steps/direct_conv.h"
#include "engine/plan/steps/op_steps.h"
#include "engine/plan/steps/winograd.h"

namespace camglass {

Status AddSteps(const Conv2d& conv, const OpPlace& place, StepList* steps) {
  switch (place.algorithm()) {
    case ConvAlgorithm::kDirect:
      AddDirectConv(conv, place, steps);
      break;
    case ConvAlgorithm::kGroups:
      AddGroups(conv, place, steps);
      break;
    case ConvAlgorithm::kDepthwise:
      AddDepthwise(conv, place, steps);
      break;
    case ConvAlgorithm::kWinograd2:
    case ConvAlgorithm::kWinograd4:
    case ConvAlgorithm::kWinogradStride2:
    case ConvAlgorithm::kWinogradStem:
      AddWinograd(conv, place, steps);
      break;
  }
  return Status();
}

}  // namespace camglass
