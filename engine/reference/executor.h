// Runs a graph as it stands, scalar, in double, one value at a time: the answer
// that the planned executor is held against. Slow by intention.
#ifndef CAMGLASS_ENGINE_REFERENCE_EXECUTOR_H_
#define CAMGLASS_ENGINE_REFERENCE_EXECUTOR_H_

#include <vector>

#include "engine/base/status.h"
#include "engine/graph/graph.h"
#include "engine/tensor.h"

namespace camglass {

// Every value of the graph, indexed by ValueId (empty tensors for values
// without a producer). Values are rounded to f32 between ops; sums inside an op
// are in double. The graph must be bound. Fails where the input is too small.
StatusOr<std::vector<Tensor>> RunReference(const Graph& graph,
                                           const Tensor& input);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_REFERENCE_EXECUTOR_H_
