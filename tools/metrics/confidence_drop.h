// Average drop and increase in confidence (Chattopadhyay, Sarkar, Howlader,
// Balasubramanian: Grad-CAM++, WACV 2018): what a class loses when the network
// sees only what its map shows.
#ifndef CAMGLASS_TOOLS_METRICS_CONFIDENCE_DROP_H_
#define CAMGLASS_TOOLS_METRICS_CONFIDENCE_DROP_H_

#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "tools/metrics/changed_picture.h"
#include "tools/metrics/heat.h"

namespace camglass {

// The class's score on the picture multiplied by the map: its values above 0
// divided by the greatest. It is the network's normalised input that is
// multiplied, so what is off the map takes the neutral colour.
StatusOr<double> ScoreOnMap(const Picture& picture, const Heat& heat,
                            const Rgb& neutral, const Look& look);

// The part of the score that is lost, 0 where none is. The paper's average drop
// is 100 times its mean, and its increase the share of pictures with `after`
// above `before`. before: 0 to 1; of 0 nothing can be lost.
double ConfidenceDrop(double before, double after);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_CONFIDENCE_DROP_H_
