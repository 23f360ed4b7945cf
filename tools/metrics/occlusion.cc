#include "tools/metrics/occlusion.h"

#include <algorithm>

namespace camglass {
namespace {

constexpr size_t kPatchesPerSide = 5;
constexpr size_t kStepsPerSide = 10;

void Cover(size_t top, size_t left, size_t side, const Rgb& colour,
           Picture* picture) {
  for (size_t y = top; y < top + side; ++y)
    for (size_t x = left; x < left + side; ++x)
      std::copy(colour.begin(), colour.end(), picture->Row(y) + 3 * x);
}

}  // namespace

StatusOr<PlacedMap> OcclusionMap(const Picture& picture, const Rgb& neutral,
                                 const Look& look) {
  const size_t shorter = std::min(picture.h, picture.w);
  const size_t side = std::max<size_t>(1, shorter / kPatchesPerSide);
  const size_t step = std::max<size_t>(1, shorter / kStepsPerSide);
  CAMGLASS_ASSIGN_OR_RETURN(const ClassWord whole, look(picture));
  PlacedMap map;
  map.size = {(picture.h - side) / step + 1, (picture.w - side) / step + 1};
  const AxisCells cells = {static_cast<double>(side - 1) / 2,
                           static_cast<double>(step)};
  map.cells = {cells, cells};
  for (size_t y = 0; y < map.size.h; ++y)
    for (size_t x = 0; x < map.size.w; ++x) {
      Picture covered = picture;
      Cover(y * step, x * step, side, neutral, &covered);
      CAMGLASS_ASSIGN_OR_RETURN(const ClassWord word, look(covered));
      map.values.push_back(static_cast<float>(whole.score - word.score));
    }
  return map;
}

}  // namespace camglass
