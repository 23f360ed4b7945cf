#include "camapp/cam/scores.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"

namespace camglass {

void SigmoidScores(std::span<const float> logits, std::span<float> scores) {
  CAMGLASS_CHECK(logits.size() == scores.size());
  std::transform(logits.begin(), logits.end(), scores.begin(), [](float logit) {
    return static_cast<float>(1 / (1 + std::exp(-double{logit})));
  });
}

}  // namespace camglass
