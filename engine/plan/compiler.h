// From a bound, simplified graph to the steps of one input size.
#ifndef CAMGLASS_ENGINE_PLAN_COMPILER_H_
#define CAMGLASS_ENGINE_PLAN_COMPILER_H_

#include <vector>

#include "engine/base/status.h"
#include "engine/plan/op_place.h"
#include "engine/plan/step.h"

namespace camglass {

// The steps, in execution order, with pointers into the plan's arena and
// weights, cut up for its threads. Fails where an op has no kernel.
StatusOr<std::vector<Step>> CompileSteps(const PlanParts& plan);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_COMPILER_H_
