// A class activation map painted over the picture that it belongs to: how.
//
// Style seed is the example's CAMshow: the map's colours plus half of the grey
// picture, then the contrast of the sum stretched over all pixels and channels
// together. The other styles, and signed maps in any style, mix the map's
// colour with the colour picture where the map is above the threshold and leave
// the rest of the picture as it is.
//
// Two twins paint it: ExactOverlayPainter, which is the example byte for byte,
// and FastOverlayPainter for live video.
#ifndef CAMGLASS_CAMAPP_PICTURE_OVERLAY_H_
#define CAMGLASS_CAMAPP_PICTURE_OVERLAY_H_

#include <cstddef>

#include "camapp/picture/colour_table.h"
#include "camapp/picture/heat_levels.h"
#include "engine/tensor.h"

namespace camglass {

struct OverlayOptions {
  OverlayStyle style = OverlayStyle::kSeed;
  HeatOptions heat;
  float alpha = 0.5f;  // 0 to 1: how much of the map's colour; not for seed
};

// A rectangle of whole pixels.
struct PixelRegion {
  size_t top = 0;
  size_t left = 0;
  Extent size;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_OVERLAY_H_
