// What the graph tests share: params for any graph, and inputs.
#ifndef CAMGLASS_TESTS_GRAPH_SMALL_GRAPHS_H_
#define CAMGLASS_TESTS_GRAPH_SMALL_GRAPHS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/tensor.h"

namespace camglass {

// Params in [-1, 1], the same for a name, size and seed whatever else the graph
// holds; running variances in [0.5, 1.5].
void BindRandomParams(uint32_t seed, Graph* graph);

// Values in [-1, 1].
Tensor RandomTensor(uint32_t seed, size_t h, size_t w, size_t c);

// The position in graph.ops of the op of that name, or ops.size().
size_t FindOp(const Graph& graph, const std::string& name);

// Names of all ops, in execution order.
std::vector<std::string> OpNames(const Graph& graph);

}  // namespace camglass

#endif  // CAMGLASS_TESTS_GRAPH_SMALL_GRAPHS_H_
