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

// Zeros before and after one axis of length n >= 1 for a window op.
struct AxisPadding {
  size_t before = 0;
  size_t after = 0;
};
AxisPadding VerticalPadding(const Conv2d& conv, size_t in_h);
AxisPadding HorizontalPadding(const Conv2d& conv, size_t in_w);

// Output length of a pool along one axis of length n; 0 where n is too small.
// ceil: the last window may be partial, but is dropped where it would start at
// or after n + pad (PyTorch's rule; Caffe's gives the same for k >= stride).
size_t PoolLength(size_t n, size_t k, size_t stride, size_t pad, bool ceil);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_SHAPES_H_
