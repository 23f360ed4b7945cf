#include "tools/metrics/energy_in_box.h"

namespace camglass {

double EnergyInBoxes(const Heat& heat, const InputBoxes& boxes) {
  double inside = 0;
  double all = 0;
  for (size_t y = 0; y < heat.size.h; ++y)
    for (size_t x = 0; x < heat.size.w; ++x) {
      const auto value = static_cast<double>(heat.values[y * heat.size.w + x]);
      if (value <= 0) continue;
      all += value;
      if (boxes.Contains(y, x)) inside += value;
    }
  return all > 0 ? inside / all : 0;
}

}  // namespace camglass
