#include "tools/metrics/pointing_game.h"

#include <algorithm>
#include <cmath>

namespace camglass {
namespace {

double Beyond(double at, double from, double length) {
  return std::max({from - at, 0.0, at - (from + length)});
}

}  // namespace

bool PointsInto(const Heat& heat, const InputBoxes& boxes, double tolerance) {
  const auto hottest = static_cast<size_t>(
      std::max_element(heat.values.begin(), heat.values.end()) -
      heat.values.begin());
  const double y = static_cast<double>(hottest / heat.size.w) + 0.5;
  const double x = static_cast<double>(hottest % heat.size.w) + 0.5;
  return std::any_of(
      boxes.boxes.begin(), boxes.boxes.end(), [&](const LabelledBox& box) {
        return std::hypot(Beyond(y, box.y, box.h) * boxes.pixel_h,
                          Beyond(x, box.x, box.w) * boxes.pixel_w) <= tolerance;
      });
}

}  // namespace camglass
