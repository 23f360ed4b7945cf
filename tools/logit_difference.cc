#include "tools/logit_difference.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/check.h"

namespace camglass {

LogitDifference CompareLogits(const std::vector<float>& exact,
                              const std::vector<float>& other) {
  CAMGLASS_CHECK(exact.size() == other.size());
  LogitDifference result;
  for (size_t i = 0; i < exact.size(); ++i) {
    const double wanted = exact[i];
    const double apart = std::abs(wanted - double{other[i]});
    // A comparison would pass over a NaN.
    result.difference = std::isfinite(apart)
                            ? std::max(result.difference, apart)
                            : std::numeric_limits<double>::infinity();
    if (std::isfinite(wanted))
      result.largest_logit = std::max(result.largest_logit, std::abs(wanted));
  }
  const auto top = [](const std::vector<float>& logits) {
    return std::max_element(logits.begin(), logits.end()) - logits.begin();
  };
  result.same_top = top(exact) == top(other);
  return result;
}

}  // namespace camglass
