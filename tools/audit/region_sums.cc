#include "tools/audit/region_sums.h"

#include <algorithm>
#include <vector>

#include "engine/base/check.h"
#include "tools/audit/exchange/area_average.h"

namespace camglass {
namespace {

// Each cell's part in a region, along one axis.
struct AxisParts {
  std::vector<double> start;    // the corners' part at the axis's start
  std::vector<double> middle;   // between the corners
  std::vector<double> end;      // the corners' part at its end
  std::vector<double> shallow;  // an edge's depth from the start
  std::vector<double> deep;     // and from the end
  std::vector<double> inside;   // without the border
};

AxisParts PartsAlong(size_t cells, double length, double side) {
  const double corner = 0.25 * side;
  const double depth = 0.14 * side;
  const auto within = [&](double from, double to) {
    return PartsWithin(from, to, cells, length);
  };
  return {within(0, corner),
          within(corner, length - corner),
          within(length - corner, length),
          within(0, depth),
          within(length - depth, length),
          within(depth, length - depth)};
}

}  // namespace

RegionSums SumsOver(std::span<const float> map, Extent cells, Extent input) {
  CAMGLASS_CHECK(map.size() == cells.h * cells.w);
  const auto side = static_cast<double>(std::min(input.h, input.w));
  const AxisParts y = PartsAlong(cells.h, static_cast<double>(input.h), side);
  const AxisParts x = PartsAlong(cells.w, static_cast<double>(input.w), side);
  const auto sum = [&](const std::vector<double>& rows,
                       const std::vector<double>& columns) {
    double total = 0;
    for (size_t r = 0; r < cells.h; ++r)
      for (size_t c = 0; c < cells.w; ++c)
        total +=
            rows[r] * columns[c] * static_cast<double>(map[r * cells.w + c]);
    return total;
  };
  double all = 0;
  for (const float value : map) all += static_cast<double>(value);
  return {sum(y.start, x.start),        sum(y.start, x.end),
          sum(y.end, x.start),          sum(y.end, x.end),
          sum(y.shallow, x.middle),     sum(y.deep, x.middle),
          sum(y.middle, x.shallow),     sum(y.middle, x.deep),
          all - sum(y.inside, x.inside)};
}

}  // namespace camglass
