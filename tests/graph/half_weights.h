// Graphs whose weights f16 can hold.
#ifndef CAMGLASS_TESTS_GRAPH_HALF_WEIGHTS_H_
#define CAMGLASS_TESTS_GRAPH_HALF_WEIGHTS_H_

#include "engine/graph/graph.h"

namespace camglass {

// The graph with every param of two and more axes rounded to f16; `stored`:
// and marked as a model file that stores f16 marks them.
Graph WithHalfWeights(const Graph& plain, bool stored);

}  // namespace camglass

#endif  // CAMGLASS_TESTS_GRAPH_HALF_WEIGHTS_H_
