#include "tools/audit/contrast_map.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/check.h"

namespace camglass {

std::vector<std::vector<float>> ContrastMaps(const TensorView& features,
                                             const ClassHead& head,
                                             std::span<const size_t> classes) {
  CAMGLASS_CHECK(classes.size() >= 2);
  const size_t cells = features.h * features.w;
  std::vector<std::vector<float>> maps(classes.size(),
                                       std::vector<float>(cells));
  std::vector<double> total(cells);
  for (size_t i = 0; i < classes.size(); ++i) {
    MapOfClass(features, head, classes[i], maps[i]);
    for (size_t cell = 0; cell < cells; ++cell) {
      if (head.bias != nullptr) maps[i][cell] += head.bias[classes[i]];
      total[cell] += static_cast<double>(maps[i][cell]);
    }
  }
  const auto others = static_cast<double>(classes.size() - 1);
  for (std::vector<float>& map : maps)
    for (size_t cell = 0; cell < cells; ++cell) {
      const auto own = static_cast<double>(map[cell]);
      map[cell] = static_cast<float>(own - (total[cell] - own) / others);
    }
  return maps;
}

double MarginOf(std::span<const float> logits, size_t c) {
  CAMGLASS_CHECK(logits.size() >= 2 && c < logits.size());
  double most = -std::numeric_limits<double>::infinity();
  for (size_t k = 0; k < logits.size(); ++k)
    if (k != c) most = std::max(most, static_cast<double>(logits[k]));
  double sum = 0;
  for (size_t k = 0; k < logits.size(); ++k)
    if (k != c) sum += std::exp(static_cast<double>(logits[k]) - most);
  return static_cast<double>(logits[c]) - (most + std::log(sum));
}

}  // namespace camglass
