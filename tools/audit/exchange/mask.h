// Soft masks: which part of a picture an exchange replaces.
#ifndef CAMGLASS_TOOLS_AUDIT_EXCHANGE_MASK_H_
#define CAMGLASS_TOOLS_AUDIT_EXCHANGE_MASK_H_

#include <vector>

#include "camapp/picture/picture.h"
#include "engine/tensor.h"
#include "tools/audit/exchange/place.h"

namespace camglass {

// [h][w], 1 where all is replaced and 0 where nothing is, with a ramp between:
// a hard edge would be a frame of its own. S is the short side, u a distance of
// the pixel's centre, and values are clipped to [0, 1]:
//   around:  (0.2 S - u) / (0.2 S - S / 14), u to the nearest edge
//   edge:    (0.22 S - u) / (0.10 S), u to that edge
//   corner:  (0.30 S - u) / (0.12 S), u the larger one to the corner's edges
//   whole:   1
std::vector<float> MaskOf(Place place, Extent size);

// picture + mask * (donor - picture), rounded. Both have the mask's size.
Picture Blended(const Picture& picture, const Picture& donor,
                const std::vector<float>& mask);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EXCHANGE_MASK_H_
