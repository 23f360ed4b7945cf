// Heights and widths of all values, once the input's size is known.
#ifndef CAMGLASS_ENGINE_GRAPH_SHAPES_H_
#define CAMGLASS_ENGINE_GRAPH_SHAPES_H_

#include <vector>

#include "engine/graph/graph.h"
#include "engine/tensor.h"

namespace camglass {

// The extent of each value, indexed by ValueId ({0, 0} for removed values).
// Fails where the input is too small for an op, naming it.
StatusOr<std::vector<Extent>> InferExtents(const Graph& graph, Extent input);

// The smallest n for which an n x n input works.
size_t MinimumInputSize(const Graph& graph);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_SHAPES_H_
