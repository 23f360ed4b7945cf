// The map over the frame, as the live view shows it.
#ifndef CAMGLASS_CAMAPP_VIEWER_MAP_PAINTER_H_
#define CAMGLASS_CAMAPP_VIEWER_MAP_PAINTER_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "camapp/picture/fast_overlay.h"
#include "camapp/picture/overlay.h"
#include "camapp/picture/picture.h"
#include "engine/tensor.h"

namespace camglass {

// Signed maps are painted over the frame in grey, so that red and blue are the
// map's, and hatched where they are negative, with lines of this grey so many
// pixels apart: which side is which must not depend on seeing colours.
inline constexpr uint8_t kHatchGrey = 20;
inline constexpr size_t kHatchPixels = 6;

class MapPainter {
 public:
  // map: [size.h][size.w], over the part of the frame that `covered` says. The
  // picture holds until the next call; it has the frame's size. Allocates
  // nothing while sizes stay.
  const Picture& Paint(std::span<const float> map, Extent size,
                       const PixelRegion& covered, const Picture& frame,
                       const OverlayOptions& options);

 private:
  const Picture& InGrey(const Picture& frame);

  FastOverlayPainter painter_;
  Picture grey_;
  Picture overlay_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_MAP_PAINTER_H_
