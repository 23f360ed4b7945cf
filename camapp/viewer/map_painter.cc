#include "camapp/viewer/map_painter.h"

#include <algorithm>

#include "camapp/picture/heat_levels.h"
#include "camapp/picture/kernels/mix_rows.h"

namespace camglass {
namespace {

constexpr uint8_t kZeroLevel = 127;

bool SameRegion(const PixelRegion& a, const PixelRegion& b) {
  return a.top == b.top && a.left == b.left && a.size == b.size;
}

// Lines that rise to the right.
void HatchNegative(std::span<const uint8_t> levels, Picture* picture) {
  for (size_t y = 0; y < picture->h; ++y) {
    const uint8_t* level = levels.data() + y * picture->w;
    uint8_t* row = picture->Row(y);
    const size_t first = kHatchPixels - 1 - y % kHatchPixels;
    for (size_t x = first; x < picture->w; x += kHatchPixels)
      if (level[x] < kZeroLevel) std::fill_n(row + 3 * x, 3, kHatchGrey);
  }
}

}  // namespace

const Picture& MapPainter::InGrey(const Picture& frame) {
  grey_.Resize(frame.extent());
  GreyRgbRow(frame.rgb.data(), frame.h * frame.w, grey_.rgb.data());
  return grey_;
}

const Picture& MapPainter::Paint(std::span<const float> map, Extent size,
                                 const PixelRegion& covered,
                                 const Picture& frame,
                                 const OverlayOptions& options) {
  const bool same = painter_.map() == size &&
                    painter_.picture() == frame.extent() &&
                    SameRegion(painter_.covered(), covered);
  if (!same) painter_ = FastOverlayPainter(size, frame.extent(), covered);
  const bool is_signed = options.heat.range == MapRange::kSigned;
  painter_.Paint(map, is_signed ? InGrey(frame) : frame, options, &overlay_);
  if (is_signed) HatchNegative(painter_.levels(), &overlay_);
  return overlay_;
}

}  // namespace camglass
