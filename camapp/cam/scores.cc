#include "camapp/cam/scores.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/base/check.h"

namespace camglass {

void SigmoidScores(std::span<const float> logits, std::span<float> scores) {
  CAMGLASS_CHECK(logits.size() == scores.size());
  std::transform(logits.begin(), logits.end(), scores.begin(), [](float logit) {
    return static_cast<float>(1 / (1 + std::exp(-double{logit})));
  });
}

void SoftmaxScores(std::span<const float> logits, std::span<float> scores) {
  CAMGLASS_CHECK(logits.size() == scores.size() && !logits.empty());
  const double greatest = *std::max_element(logits.begin(), logits.end());
  std::vector<double> powers;
  double sum = 0;
  for (const float logit : logits) {
    powers.push_back(std::exp(double{logit} - greatest));
    sum += powers.back();
  }
  std::transform(
      powers.begin(), powers.end(), scores.begin(),
      [sum](double power) { return static_cast<float>(power / sum); });
}

void TopClasses(std::span<const float> values, size_t count,
                std::vector<size_t>* indices) {
  indices->resize(values.size());
  std::iota(indices->begin(), indices->end(), size_t{0});
  const auto better = [values](size_t a, size_t b) {
    const bool a_is_number = !std::isnan(values[a]);
    const bool b_is_number = !std::isnan(values[b]);
    if (a_is_number != b_is_number) return a_is_number;
    if (a_is_number && values[a] != values[b]) return values[a] > values[b];
    return a < b;
  };
  const size_t kept = std::min(count, values.size());
  std::partial_sort(indices->begin(),
                    indices->begin() + static_cast<ptrdiff_t>(kept),
                    indices->end(), better);
  indices->resize(kept);
}

}  // namespace camglass
