#include "tools/audit/exchange/mirror.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/check.h"
#include "tools/audit/exchange/mask.h"

namespace camglass {
namespace {

// Each of `length` positions; the first `low` and the last `high` lie mirrored.
std::vector<size_t> Fold(size_t length, size_t low, size_t high) {
  std::vector<size_t> from(length);
  for (size_t i = 0; i < length; ++i) {
    from[i] = i;
    if (i < low) from[i] = 2 * low - 1 - i;
    if (i >= length - high) from[i] = 2 * (length - high) - 1 - i;
  }
  return from;
}

bool Touches(Place place, Place edge) {
  if (place == Place::kAround || place == edge) return true;
  switch (place) {
    case Place::kTopLeft:
      return edge == Place::kTop || edge == Place::kLeft;
    case Place::kTopRight:
      return edge == Place::kTop || edge == Place::kRight;
    case Place::kBottomLeft:
      return edge == Place::kBottom || edge == Place::kLeft;
    case Place::kBottomRight:
      return edge == Place::kBottom || edge == Place::kRight;
    default:
      return false;
  }
}

}  // namespace

Picture MirroredFromInside(const Picture& picture, Place place) {
  CAMGLASS_CHECK(place != Place::kWhole);
  const auto side = static_cast<double>(std::min(picture.h, picture.w));
  // Marks in corners are larger than a seventh, and the mask of a corner's
  // exchange reaches this far.
  const auto depth =
      static_cast<size_t>(std::lround(IsCorner(place) ? 0.3 * side : side / 7));
  const auto depth_at = [&](Place edge) {
    return Touches(place, edge) ? depth : 0;
  };
  const std::vector<size_t> rows =
      Fold(picture.h, depth_at(Place::kTop), depth_at(Place::kBottom));
  const std::vector<size_t> columns =
      Fold(picture.w, depth_at(Place::kLeft), depth_at(Place::kRight));
  Picture mirrored(picture.h, picture.w);
  for (size_t y = 0; y < picture.h; ++y)
    for (size_t x = 0; x < picture.w; ++x)
      std::copy_n(picture.Row(rows[y]) + 3 * columns[x], 3,
                  mirrored.Row(y) + 3 * x);
  if (!IsCorner(place)) return mirrored;
  return Blended(picture, mirrored, MaskOf(place, picture.extent()));
}

}  // namespace camglass
