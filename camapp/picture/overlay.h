// A class activation map painted over the picture that it belongs to.
//
// Style seed is the example's CAMshow, byte for byte: the map's colours plus
// half of the grey picture, then the contrast of the sum stretched over all
// pixels and channels together. The other styles, and signed maps in any style,
// mix the map's colour with the colour picture where the map is above the
// threshold and leave the rest of the picture as it is.
#ifndef CAMGLASS_CAMAPP_PICTURE_OVERLAY_H_
#define CAMGLASS_CAMAPP_PICTURE_OVERLAY_H_

#include <cstdint>
#include <span>
#include <vector>

#include "camapp/picture/colour_table.h"
#include "camapp/picture/heat_levels.h"
#include "camapp/picture/picture.h"
#include "camapp/picture/resizer.h"
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

// 0.2989 R + 0.5870 G + 0.1140 B, rounded: MATLAB's rgb2gray.
uint8_t Grey(const uint8_t* rgb);

class OverlayPainter {
 public:
  OverlayPainter() = default;
  // `covered` is the part of the picture that the network saw; the map is
  // stretched over it (bicubic, in single precision).
  OverlayPainter(Extent map, Extent picture, PixelRegion covered);

  Extent map() const { return enlarge_.in(); }
  Extent picture() const { return picture_; }

  // map: [h][w] of map(). *out gets picture()'s size; it must not be `frame`.
  // Allocates nothing once *out has that size.
  void Paint(std::span<const float> map, const Picture& frame,
             const OverlayOptions& options, Picture* out);

  // The levels of the last Paint, [h][w] of picture().
  const std::vector<uint8_t>& levels() const { return levels_; }

 private:
  void FindLevels(std::span<const float> map, const HeatOptions& options);

  Extent picture_;
  PixelRegion covered_;
  Resizer<float, double> enlarge_;
  std::vector<float> enlarged_;          // [covered.h][covered.w]
  std::vector<uint8_t> covered_levels_;  // the same
  std::vector<uint8_t> levels_;          // [picture.h][picture.w]
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_OVERLAY_H_
