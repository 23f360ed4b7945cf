// Where things are known to be, in pixels of a network's input.
#ifndef CAMGLASS_TOOLS_METRICS_INPUT_BOXES_H_
#define CAMGLASS_TOOLS_METRICS_INPUT_BOXES_H_

#include <cstddef>
#include <vector>

#include "engine/graph/cell_grid.h"
#include "engine/tensor.h"
#include "tools/audit/labelled_set.h"

namespace camglass {

struct InputBoxes {
  // Pixel i of the input covers [i, i + 1); all inside it and of some area.
  std::vector<LabelledBox> boxes;
  // Pixels of the picture that one of the input's is high and wide.
  double pixel_h = 1;
  double pixel_w = 1;

  // Whether the pixel's centre is in one of them.
  bool Contains(size_t y, size_t x) const;
};

// boxes: in pixels of the picture. pixels: where in the picture those of the
// input lie. What the input doesn't show is cut off; a box that it doesn't show
// at all is left out.
InputBoxes InInput(const std::vector<LabelledBox>& boxes,
                   const CellGrid& pixels, Extent input);

// The part of the input's pixels that are in a box: what a map that says
// nothing has in them on average.
double BoxShare(const InputBoxes& boxes, Extent input);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_INPUT_BOXES_H_
