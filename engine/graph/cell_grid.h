// Where in the input the cells of a value look.
#ifndef CAMGLASS_ENGINE_GRAPH_CELL_GRID_H_
#define CAMGLASS_ENGINE_GRAPH_CELL_GRID_H_

#include <cstddef>

#include "engine/base/status.h"
#include "engine/graph/graph.h"
#include "engine/tensor.h"

namespace camglass {

// Cell i of an axis has its centre at first + i * pitch. Pixel i of the input
// has its own at i.
struct AxisCells {
  double first = 0;
  double pitch = 1;

  bool operator==(const AxisCells&) const = default;
};
struct CellGrid {
  AxisCells y;
  AxisCells x;

  bool operator==(const CellGrid&) const = default;
};

// The centres of the receptive fields of `value`'s cells, in pixels of an input
// of that size: with padding the first ones may lie near its edge, and with
// kSame they depend on its size. Where branches of different reach meet, the
// field is what they reach together. Fails where the network can't take the
// input; all branches that meet have the same pitch.
StatusOr<CellGrid> ReceptiveCells(const Graph& graph, ValueId value,
                                  Extent input);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_CELL_GRID_H_
