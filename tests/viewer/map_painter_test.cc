#include "camapp/viewer/map_painter.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/picture/pictures.h"

namespace camglass {
namespace {

// The sign must be readable in the picture's brightness alone.
TEST(MapPainter, OnlyTheNegativeSideIsHatched) {
  const Picture frame = FlatPicture(40, 60, 200, 200, 200);
  const std::vector<float> map = {-1, 1};
  MapPainter painter;
  OverlayOptions options;
  options.heat.range = MapRange::kSigned;
  const Picture& overlay =
      painter.Paint(map, {1, 2}, {0, 0, {40, 60}}, frame, options);
  size_t left = 0;
  size_t right = 0;
  for (size_t y = 0; y < 40; ++y)
    for (size_t x = 0; x < 60; ++x)
      if (overlay.Row(y)[3 * x] == kHatchGrey &&
          overlay.Row(y)[3 * x + 1] == kHatchGrey &&
          overlay.Row(y)[3 * x + 2] == kHatchGrey)
        ++(x < 30 ? left : right);
  EXPECT_GT(left, 40 * 20 / kHatchPixels);
  EXPECT_EQ(right, 0u);
}

TEST(MapPainter, OtherRangesAreTheFastOverlay) {
  const Picture frame = RandomPicture(30, 40, 1);
  const std::vector<float> map = {0, 1, 2, 3};
  MapPainter painter;
  const Picture& overlay =
      painter.Paint(map, {2, 2}, {0, 0, {30, 40}}, frame, {});
  FastOverlayPainter fast({2, 2}, {30, 40}, {0, 0, {30, 40}});
  Picture wanted;
  fast.Paint(map, frame, {}, &wanted);
  EXPECT_EQ(overlay.rgb, wanted.rgb);
}

}  // namespace
}  // namespace camglass
