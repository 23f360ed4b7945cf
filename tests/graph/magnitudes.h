// Bounds of what rounding can do to the values of a graph.
#ifndef CAMGLASS_TESTS_GRAPH_MAGNITUDES_H_
#define CAMGLASS_TESTS_GRAPH_MAGNITUDES_H_

#include "engine/graph/graph.h"
#include "engine/tensor.h"

namespace camglass {

// The graph whose values, for the input's magnitudes, are upper bounds of the
// sums of |a||b| behind each value of `plain`: no term cancels another, and
// activations let everything through. For graphs without LRN and softmax.
Graph MagnitudeGraph(const Graph& plain);

Tensor Magnitude(Tensor x);

}  // namespace camglass

#endif  // CAMGLASS_TESTS_GRAPH_MAGNITUDES_H_
