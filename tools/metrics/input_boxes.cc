#include "tools/metrics/input_boxes.h"

#include <algorithm>

namespace camglass {
namespace {

// From a picture's edges to the input's: pixels have their centres at whole
// numbers in `axis`, and half a pixel further on in boxes.
double EdgeIn(const AxisCells& axis, double edge, size_t length) {
  const double in_input = (edge - 0.5 - axis.first) / axis.pitch + 0.5;
  return std::clamp(in_input, 0.0, static_cast<double>(length));
}

}  // namespace

bool InputBoxes::Contains(size_t y, size_t x) const {
  const double cy = static_cast<double>(y) + 0.5;
  const double cx = static_cast<double>(x) + 0.5;
  return std::any_of(boxes.begin(), boxes.end(), [&](const LabelledBox& box) {
    return cx >= box.x && cx < box.x + box.w && cy >= box.y &&
           cy < box.y + box.h;
  });
}

InputBoxes InInput(const std::vector<LabelledBox>& boxes,
                   const CellGrid& pixels, Extent input) {
  InputBoxes in_input = {{}, pixels.y.pitch, pixels.x.pitch};
  for (const LabelledBox& box : boxes) {
    const double left = EdgeIn(pixels.x, box.x, input.w);
    const double right = EdgeIn(pixels.x, box.x + box.w, input.w);
    const double top = EdgeIn(pixels.y, box.y, input.h);
    const double bottom = EdgeIn(pixels.y, box.y + box.h, input.h);
    if (right > left && bottom > top)
      in_input.boxes.push_back({left, top, right - left, bottom - top});
  }
  return in_input;
}

double BoxShare(const InputBoxes& boxes, Extent input) {
  size_t inside = 0;
  for (size_t y = 0; y < input.h; ++y)
    for (size_t x = 0; x < input.w; ++x) inside += boxes.Contains(y, x) ? 1 : 0;
  return static_cast<double>(inside) / static_cast<double>(input.h * input.w);
}

}  // namespace camglass
