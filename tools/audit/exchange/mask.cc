#include "tools/audit/exchange/mask.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"

namespace camglass {
namespace {

// 1 up to `inner`, 0 from `outer` on.
struct Ramp {
  double inner = 0;
  double outer = 0;

  double At(double u) const {
    return std::clamp((outer - u) / (outer - inner), 0.0, 1.0);
  }
};

Ramp RampOf(Place place, double s) {
  if (place == Place::kAround) return {s / 14, 0.2 * s};
  if (IsEdge(place)) return {0.12 * s, 0.22 * s};
  return {0.18 * s, 0.30 * s};
}

// Of a pixel's centre to each edge.
struct EdgeDistances {
  double top = 0;
  double bottom = 0;
  double left = 0;
  double right = 0;
};

double DistanceTo(Place place, const EdgeDistances& to) {
  switch (place) {
    case Place::kTopLeft:
      return std::max(to.top, to.left);
    case Place::kTopRight:
      return std::max(to.top, to.right);
    case Place::kBottomLeft:
      return std::max(to.bottom, to.left);
    case Place::kBottomRight:
      return std::max(to.bottom, to.right);
    case Place::kTop:
      return to.top;
    case Place::kBottom:
      return to.bottom;
    case Place::kLeft:
      return to.left;
    case Place::kRight:
      return to.right;
    case Place::kAround:
      return std::min({to.top, to.bottom, to.left, to.right});
    case Place::kWhole:
      break;
  }
  return 0;
}

}  // namespace

std::vector<float> MaskOf(Place place, Extent size) {
  std::vector<float> mask(size.h * size.w, 1.0f);
  if (place == Place::kWhole) return mask;
  const auto h = static_cast<double>(size.h);
  const auto w = static_cast<double>(size.w);
  const Ramp ramp = RampOf(place, std::min(h, w));
  float* to = mask.data();
  for (double y = 0.5; y < h; ++y)
    for (double x = 0.5; x < w; ++x)
      *to++ =
          static_cast<float>(ramp.At(DistanceTo(place, {y, h - y, x, w - x})));
  return mask;
}

Picture Blended(const Picture& picture, const Picture& donor,
                const std::vector<float>& mask) {
  CAMGLASS_CHECK(donor.h == picture.h && donor.w == picture.w);
  CAMGLASS_CHECK(mask.size() == picture.h * picture.w);
  Picture blended(picture.h, picture.w);
  for (size_t i = 0; i < blended.rgb.size(); ++i) {
    const double from = picture.rgb[i];
    const double value =
        from + static_cast<double>(mask[i / 3]) * (donor.rgb[i] - from);
    blended.rgb[i] = static_cast<uint8_t>(std::lround(value));
  }
  return blended;
}

}  // namespace camglass
