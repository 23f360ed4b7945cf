// MaxBoxAcc (Choe, Oh, Lee, Chun, Akata, Shim: Evaluating weakly supervised
// object localization methods right, CVPR 2020): how well the box of what is
// hot in a map fits that of the object, at whatever threshold suits best.
#ifndef CAMGLASS_TOOLS_METRICS_BOX_OVERLAP_H_
#define CAMGLASS_TOOLS_METRICS_BOX_OVERLAP_H_

#include <cstddef>
#include <vector>

#include "tools/metrics/heat.h"
#include "tools/metrics/input_boxes.h"

namespace camglass {

// Thresholds 0, 0.01, ... 0.99 of the map brought to 0 ... 1.
inline constexpr size_t kThresholds = 100;
inline constexpr size_t kFixedThreshold = 20;  // CAM's own, 0.2

// At each threshold, the intersection over union of the box around the largest
// part that is at or above it (LargestPart in camapp/picture/outline.h) with
// the box that it fits best.
std::vector<double> OverlapsAtThresholds(const Heat& heat,
                                         const InputBoxes& boxes);

double IntersectionOverUnion(const LabelledBox& a, const LabelledBox& b);

struct BoxAccuracy {
  double value = 0;      // the share of pictures whose overlap is `needed`
  size_t threshold = 0;  // at this one of the thresholds: the best, the first
};
// overlaps: of each picture; one or more. The paper's MaxBoxAcc needs 0.5; its
// successor, MaxBoxAccV2, is the mean for 0.3, 0.5 and 0.7 (and lets the part
// that fits best stand for the largest, as is not done here).
BoxAccuracy MaxBoxAccuracy(const std::vector<std::vector<double>>& overlaps,
                           double needed);
double BoxAccuracyAt(const std::vector<std::vector<double>>& overlaps,
                     size_t threshold, double needed);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_BOX_OVERLAP_H_
