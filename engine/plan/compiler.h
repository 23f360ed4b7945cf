// From a bound, simplified graph to the steps of one input size.
#ifndef CAMGLASS_ENGINE_PLAN_COMPILER_H_
#define CAMGLASS_ENGINE_PLAN_COMPILER_H_

#include <vector>

#include "engine/base/status.h"
#include "engine/graph/graph.h"
#include "engine/plan/layout.h"
#include "engine/plan/packed_weights.h"
#include "engine/plan/step.h"

namespace camglass {

// The steps, in execution order, with pointers into `arena` and `weights`,
// which must outlive them, cut up for `threads`. Fails where an op has no
// kernel.
StatusOr<std::vector<Step>> CompileSteps(
    const Graph& graph, const Layout& layout, const PackedWeights& weights,
    const std::vector<ConvAlgorithm>& algorithms, size_t threads, float* arena);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_PLAN_COMPILER_H_
