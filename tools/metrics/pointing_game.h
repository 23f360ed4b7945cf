// The pointing game (Zhang, Lin, Brandt, Shen, Sclaroff: Top-down neural
// attention by excitation backprop, ECCV 2016): whether a map's greatest value
// lies in a box of its class.
#ifndef CAMGLASS_TOOLS_METRICS_POINTING_GAME_H_
#define CAMGLASS_TOOLS_METRICS_POINTING_GAME_H_

#include "tools/metrics/heat.h"
#include "tools/metrics/input_boxes.h"

namespace camglass {

// The paper's tolerance, in pixels of the picture.
inline constexpr double kPointingTolerance = 15;

// Whether the centre of the hottest pixel (of equal ones the first in reading
// order) is in a box, or no further than `tolerance` pixels of the picture from
// one. Told is the share of pictures where it is; the paper takes it class by
// class and then the classes' mean.
bool PointsInto(const Heat& heat, const InputBoxes& boxes, double tolerance);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_POINTING_GAME_H_
