#include "tools/metrics/confidence_drop.h"

#include <algorithm>

#include "engine/base/check.h"

namespace camglass {

StatusOr<double> ScoreOnMap(const Picture& picture, const Heat& heat,
                            const Rgb& neutral, const Look& look) {
  CAMGLASS_CHECK(heat.size == picture.extent());
  CAMGLASS_ASSIGN_OR_RETURN(const ClassWord word,
                            look(Dimmed(picture, PositivePart(heat), neutral)));
  return word.score;
}

double ConfidenceDrop(double before, double after) {
  return before <= 0 ? 0 : std::max(0.0, before - after) / before;
}

}  // namespace camglass
