// Score-CAM (Wang et al., CVPR workshops 2020): a class activation map whose
// channels count by what the network says of the picture seen through them,
// instead of by the weights of its head.
#ifndef CAMGLASS_TOOLS_METRICS_SCORE_CAM_H_
#define CAMGLASS_TOOLS_METRICS_SCORE_CAM_H_

#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "engine/tensor.h"
#include "tools/metrics/changed_picture.h"
#include "tools/metrics/heat.h"

namespace camglass {

// The paper's algorithm 1: each channel of the features, stretched over the
// picture and brought to 0 ... 1, dims it (what is dimmed takes the neutral
// colour); its weight is the softmax over channels of what the class's logit
// gains over the plain neutral picture. The map is the weighted sum of the
// features, negative values cut off. A constant channel shows nothing and gets
// no weight. One run of the network for each channel.
StatusOr<PlacedMap> ScoreCamMap(const Picture& picture, const Tensor& features,
                                const Rgb& neutral, const Look& look);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_METRICS_SCORE_CAM_H_
