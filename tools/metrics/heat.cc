#include "tools/metrics/heat.h"

#include <algorithm>
#include <numeric>

#include "camapp/picture/exact_overlay.h"
#include "engine/base/check.h"

namespace camglass {

Heat Spread(const PlacedMap& map, Extent input) {
  CAMGLASS_CHECK(map.values.size() == map.size.h * map.size.w);
  Heat heat = {input, std::vector<float>(input.h * input.w)};
  MapEnlargement(map.size, {0, 0, input}, map.cells)
      .Apply(map.values.data(), heat.values.data());
  return heat;
}

std::vector<size_t> HottestFirst(const Heat& heat) {
  std::vector<size_t> order(heat.values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&heat](size_t a, size_t b) {
    return heat.values[a] > heat.values[b];
  });
  return order;
}

std::vector<double> PositivePart(const Heat& heat) {
  const float most = *std::max_element(heat.values.begin(), heat.values.end());
  std::vector<double> part(heat.values.size());
  if (most <= 0) return part;
  for (size_t i = 0; i < part.size(); ++i)
    part[i] = static_cast<double>(std::max(heat.values[i], 0.0f)) /
              static_cast<double>(most);
  return part;
}

std::vector<double> WholeRange(const Heat& heat) {
  const auto [least, most] =
      std::minmax_element(heat.values.begin(), heat.values.end());
  std::vector<double> whole(heat.values.size());
  if (*least == *most) return whole;
  const auto low = static_cast<double>(*least);
  const double range = static_cast<double>(*most) - low;
  for (size_t i = 0; i < whole.size(); ++i)
    whole[i] = (static_cast<double>(heat.values[i]) - low) / range;
  return whole;
}

}  // namespace camglass
