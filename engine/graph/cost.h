// How much arithmetic a graph asks for.
#ifndef CAMGLASS_ENGINE_GRAPH_COST_H_
#define CAMGLASS_ENGINE_GRAPH_COST_H_

#include <cstdint>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/tensor.h"

namespace camglass {

// Multiply-adds of one op in its direct form, convolutions and dense layers
// only; 0 for the rest. `extents` from InferExtents.
uint64_t MultiplyAddsOf(const Graph& graph, const Op& op,
                        const std::vector<Extent>& extents);

// The sum over all ops.
uint64_t MultiplyAddsOf(const Graph& graph, const std::vector<Extent>& extents);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_COST_H_
