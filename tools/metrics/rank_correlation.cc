#include "tools/metrics/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "engine/base/check.h"

namespace camglass {
namespace {

// Twice each value's rank less the mean rank: whole numbers.
std::vector<double> CentredRanks(std::span<const float> values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  const double mean = static_cast<double>(values.size()) - 1;
  for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]])
      ++end;
    for (size_t i = begin; i < end; ++i)
      ranks[order[i]] = static_cast<double>(begin + end - 1) - mean;
  }
  return ranks;
}

double Product(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace

double RankCorrelation(std::span<const float> a, std::span<const float> b) {
  CAMGLASS_CHECK(a.size() == b.size());
  const std::vector<double> of_a = CentredRanks(a);
  const std::vector<double> of_b = CentredRanks(b);
  const double scale = std::sqrt(Product(of_a, of_a) * Product(of_b, of_b));
  return scale == 0 ? 0 : Product(of_a, of_b) / scale;
}

}  // namespace camglass
