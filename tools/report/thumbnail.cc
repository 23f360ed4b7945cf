#include "tools/report/thumbnail.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "camapp/picture/exact_resizer.h"

namespace camglass {
namespace {

constexpr float kAlpha = 0.6f;
constexpr float kThreshold = 0.2f;

// `region` of a picture of that extent, in one of another.
PixelRegion ScaledRegion(const PixelRegion& region, Extent from, Extent to) {
  const auto scaled = [](size_t begin, size_t length, size_t from_side,
                         size_t to_side) {
    const size_t first = std::min(begin * to_side / from_side, to_side - 1);
    const size_t end =
        std::clamp((begin + length) * to_side / from_side, first + 1, to_side);
    return std::pair(first, end - first);
  };
  const auto [top, h] = scaled(region.top, region.size.h, from.h, to.h);
  const auto [left, w] = scaled(region.left, region.size.w, from.w, to.w);
  return {top, left, {h, w}};
}

}  // namespace

Picture SmallPicture(const Picture& picture, size_t side) {
  const double scale = static_cast<double>(side) /
                       static_cast<double>(std::max(picture.h, picture.w));
  const auto small = [scale](size_t length) {
    return static_cast<size_t>(
        std::max(1.0, std::round(static_cast<double>(length) * scale)));
  };
  const Extent size = {small(picture.h), small(picture.w)};
  Picture out(size.h, size.w);
  ExactResizer<uint8_t>(picture.extent(), size, 3,
                        ScalesBetween(picture.extent(), size))
      .Apply(picture.rgb.data(), out.rgb.data());
  return out;
}

Thumbnail::Thumbnail(const Picture& picture, const Explanation& seen,
                     size_t side)
    : small_(SmallPicture(picture, side)),
      painter_(seen.map.size, small_.extent(),
               ScaledRegion(seen.provenance.covered, picture.extent(),
                            small_.extent())) {}

Picture Thumbnail::Paint(std::span<const float> map,
                         const OverlayOptions& options) {
  Picture out;
  painter_.Paint(map, small_, options, &out);
  return out;
}

Picture Thumbnail::WithMap(std::span<const float> map, float greatest) {
  return Paint(map, {.style = OverlayStyle::kViridis,
                     .heat = {.range = MapRange::kFixed,
                              .threshold = kThreshold,
                              .fixed_max = greatest > 0 ? greatest : 1.0f},
                     .alpha = kAlpha});
}

Picture Thumbnail::WithDifference(std::span<const float> map) {
  return Paint(map,
               {.heat = {.range = MapRange::kSigned, .threshold = kThreshold},
                .alpha = kAlpha});
}

}  // namespace camglass
