#include "tools/audit/confidence.h"

#include <algorithm>
#include <cmath>

namespace camglass {

Share ShareOf(size_t some, size_t all) {
  if (all == 0) return {};
  constexpr double kZ = 1.959963984540054;  // 97.5 % of the normal distribution
  const auto n = static_cast<double>(all);
  const double p = static_cast<double>(some) / n;
  const double z2 = kZ * kZ / n;
  const double centre = (p + z2 / 2) / (1 + z2);
  const double half = kZ / (1 + z2) * std::sqrt(p * (1 - p) / n + z2 / (4 * n));
  return {p, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

}  // namespace camglass
