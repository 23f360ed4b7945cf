#include "tools/metrics/pixel_curves.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"

namespace camglass {
namespace {

StatusOr<std::vector<double>> CurveFrom(Picture from, const Picture& to,
                                        const Heat& heat, size_t steps,
                                        const Look& look) {
  CAMGLASS_CHECK(steps > 0 && from.extent() == to.extent());
  CAMGLASS_CHECK(heat.size == to.extent());
  const std::vector<size_t> order = HottestFirst(heat);
  std::vector<double> scores;
  size_t changed = 0;
  for (size_t k = 0; k <= steps; ++k) {
    const double part = static_cast<double>(k) / static_cast<double>(steps);
    const auto wanted = static_cast<size_t>(
        std::lround(part * static_cast<double>(order.size())));
    for (; changed < wanted; ++changed)
      std::copy_n(&to.rgb[3 * order[changed]], 3,
                  &from.rgb[3 * order[changed]]);
    CAMGLASS_ASSIGN_OR_RETURN(const ClassWord word, look(from));
    scores.push_back(word.score);
  }
  return scores;
}

}  // namespace

StatusOr<std::vector<double>> DeletionCurve(const Picture& picture,
                                            const Heat& heat,
                                            const Rgb& neutral, size_t steps,
                                            const Look& look) {
  return CurveFrom(picture, PlainPicture(picture.extent(), neutral), heat,
                   steps, look);
}

StatusOr<std::vector<double>> InsertionCurve(const Picture& picture,
                                             const Heat& heat, size_t steps,
                                             const Look& look) {
  return CurveFrom(BlurredAsRise(picture), picture, heat, steps, look);
}

double AreaUnder(const std::vector<double>& scores) {
  CAMGLASS_CHECK(scores.size() >= 2);
  double sum = 0;
  for (size_t i = 1; i < scores.size(); ++i)
    sum += (scores[i - 1] + scores[i]) / 2;
  return sum / static_cast<double>(scores.size() - 1);
}

}  // namespace camglass
