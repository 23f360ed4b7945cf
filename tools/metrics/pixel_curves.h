// Insertion and deletion (Petsiuk, Das, Saenko: RISE, BMVC 2018): how fast a
// class's score rises while the pixels that a map finds most important appear,
// and how fast it falls while they go.
#ifndef CAMGLASS_TOOLS_METRICS_PIXEL_CURVES_H_
#define CAMGLASS_TOOLS_METRICS_PIXEL_CURVES_H_

#include <cstddef>
#include <vector>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "tools/metrics/changed_picture.h"
#include "tools/metrics/heat.h"

namespace camglass {

// scores[k]: of the class when round(k * pixels / steps) pixels have changed, k
// = 0 to steps (1 or more).

// The hottest pixels become `neutral`. The smaller the area, the better.
StatusOr<std::vector<double>> DeletionCurve(const Picture& picture,
                                            const Heat& heat,
                                            const Rgb& neutral, size_t steps,
                                            const Look& look);

// The hottest pixels of the blurred picture become sharp. The greater the area,
// the better.
StatusOr<std::vector<double>> InsertionCurve(const Picture& picture,
                                             const Heat& heat, size_t steps,
                                             const Look& look);

// By trapezoids, over the part of pixels that have changed, 0 to 1. Two scores
// or more.
double AreaUnder(const std::vector<double>& scores);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_PIXEL_CURVES_H_
