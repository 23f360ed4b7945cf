// Maps that are judged, as numbers for each pixel of a network's input.
#ifndef CAMGLASS_TOOLS_METRICS_HEAT_H_
#define CAMGLASS_TOOLS_METRICS_HEAT_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/graph/cell_grid.h"
#include "engine/tensor.h"

namespace camglass {

// A map of few cells, and where in the input they lie; none: stretched over it.
struct PlacedMap {
  Extent size;
  std::vector<float> values;  // [size.h][size.w], finite
  std::optional<CellGrid> cells;
};

// A value for each pixel.
struct Heat {
  Extent size;
  std::vector<float> values;  // [size.h][size.w]
};

// As overlays draw it: bicubic, in single precision.
Heat Spread(const PlacedMap& map, Extent input);

// All pixels (y * w + x), the greatest value first, equal ones in reading
// order.
std::vector<size_t> HottestFirst(const Heat& heat);

// The values above 0, divided by the greatest: 0 to 1. All 0 where none is
// above 0.
std::vector<double> PositivePart(const Heat& heat);

// The values moved and scaled so that the least is 0 and the greatest 1. All 0
// where they are equal.
std::vector<double> WholeRange(const Heat& heat);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_HEAT_H_
