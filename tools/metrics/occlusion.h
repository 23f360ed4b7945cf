// Occlusion maps (Zeiler, Fergus: Visualizing and understanding convolutional
// networks, ECCV 2014): what a class loses where a patch covers the picture.
#ifndef CAMGLASS_TOOLS_METRICS_OCCLUSION_H_
#define CAMGLASS_TOOLS_METRICS_OCCLUSION_H_

#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "tools/metrics/changed_picture.h"
#include "tools/metrics/heat.h"

namespace camglass {

// A square of a fifth of the picture's shorter side in the neutral colour goes
// from place to place, a tenth of it apart, from the upper left corner as far
// as it fits. A cell is the class's score on the whole picture less that with
// the square there, and lies at its centre. Some 100 runs of the network.
StatusOr<PlacedMap> OcclusionMap(const Picture& picture, const Rgb& neutral,
                                 const Look& look);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_OCCLUSION_H_
