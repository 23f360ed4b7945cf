#include "camapp/picture/exact_overlay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "tests/picture/pictures.h"

namespace camglass {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

// The worked example of section 7.5: grey 10 y + 7 x, 6 across and 4 down.
Picture ExampleFrame() {
  Picture frame(4, 6);
  for (size_t y = 0; y < 4; ++y)
    for (size_t i = 0; i < 18; ++i)
      frame.Row(y)[i] = static_cast<uint8_t>(10 * y + 7 * (i / 3));
  return frame;
}

struct Painted {
  Picture picture;
  std::vector<uint8_t> levels;
};

Painted Paint(const std::vector<float>& map, Extent map_size,
              const Picture& frame, const OverlayOptions& options = {}) {
  ExactOverlayPainter painter(map_size, frame.extent(), {0, 0, frame.extent()});
  Painted painted;
  painter.Paint(map, frame, options, &painted.picture);
  painted.levels = painter.levels();
  return painted;
}

std::vector<int> Row(const Picture& picture, size_t y) {
  return {picture.Row(y), picture.Row(y) + picture.w * 3};
}

TEST(Overlay, WorkedExample) {
  const Painted got = Paint({0, 1, 2, 3, 4, 8}, {2, 3}, ExampleFrame());
  // The vectors write 0 where there is no colour.
  const int N = kNoHeat;
  EXPECT_THAT(got.levels, ElementsAreArray({N,  N,   N,   N,   N,   51,   //
                                            N,  N,   N,   65,  90,  102,  //
                                            73, 79,  91,  124, 177, 204,  //
                                            97, 103, 113, 153, 221, 254}));
  EXPECT_THAT(Row(got.picture, 0), ElementsAre(0, 0, 0, 4, 4, 4, 7, 7, 7, 11,
                                               11, 11, 14, 14, 14, 18, 34, 70));
  EXPECT_THAT(Row(got.picture, 3),
              ElementsAre(18, 114, 111, 32, 124, 111, 55, 138, 105, 167, 182,
                          41, 255, 37, 29, 167, 33, 33));
}

TEST(Overlay, ConstantMapIsTheStretchedGreyPicture) {
  const Painted got = Paint({5, 5, 5, 5, 5, 5}, {2, 3}, ExampleFrame());
  EXPECT_THAT(got.levels, Each(kNoHeat));
  EXPECT_THAT(Row(got.picture, 0),
              ElementsAre(0, 0, 0, 27, 27, 27, 55, 55, 55, 82, 82, 82, 110, 110,
                          110, 137, 137, 137));
}

TEST(Overlay, ConstantMapOnConstantPictureIsBlack) {
  const Painted got =
      Paint({5, 5, 5, 5, 5, 5}, {2, 3}, FlatPicture(4, 6, 9, 9, 9));
  EXPECT_THAT(got.picture.rgb, Each(0));
}

TEST(Overlay, NaNEverywhereIsAConstantMap) {
  const Painted nan =
      Paint(std::vector<float>(6, kNaN), {2, 3}, ExampleFrame());
  const Painted constant =
      Paint(std::vector<float>(6, 5), {2, 3}, ExampleFrame());
  EXPECT_EQ(nan.picture.rgb, constant.picture.rgb);
}

TEST(Overlay, TinyMapsAndPictures) {
  for (const Extent size : {Extent{1, 1}, {1, 2}, {2, 1}, {3, 50}})
    for (const Extent map : {Extent{1, 1}, {1, 2}, {2, 1}}) {
      std::vector<float> values(map.h * map.w, 1);
      values[0] = 2;
      const Painted got = Paint(values, map, RandomPicture(size.h, size.w, 2));
      EXPECT_EQ(got.picture.extent(), size);
    }
}

TEST(Overlay, GreyIsMatlabs) {
  for (int v = 0; v < 256; ++v) {
    const auto byte = static_cast<uint8_t>(v);
    const uint8_t rgb[3] = {byte, byte, byte};
    EXPECT_EQ(Grey(rgb), v);
  }
  const uint8_t red[3] = {255, 0, 0};
  const uint8_t green[3] = {0, 255, 0};
  const uint8_t blue[3] = {0, 0, 255};
  EXPECT_EQ(Grey(red), 76);     // 76.2195
  EXPECT_EQ(Grey(green), 150);  // 149.685
  EXPECT_EQ(Grey(blue), 29);    // 29.07
}

TEST(Overlay, OtherStylesMixWithTheColourPicture) {
  const Picture frame = FlatPicture(2, 2, 200, 100, 50);
  OverlayOptions options;
  options.style = OverlayStyle::kViridis;
  options.alpha = 0.25f;
  const Painted got = Paint({0, 0, 1, 1}, {2, 2}, frame, options);
  EXPECT_THAT(Row(got.picture, 0), ElementsAre(200, 100, 50, 200, 100, 50));
  // A quarter of viridis' last colour, 253, 231, 37.
  EXPECT_THAT(Row(got.picture, 1), ElementsAre(213, 133, 47, 213, 133, 47));
}

TEST(Overlay, AlphaZeroIsThePicture) {
  const Picture frame = RandomPicture(9, 9, 4);
  OverlayOptions options;
  options.style = OverlayStyle::kTurbo;
  options.alpha = 0;
  EXPECT_EQ(Paint({0, 1, 2, 3}, {2, 2}, frame, options).picture.rgb, frame.rgb);
}

TEST(Overlay, SignedMapsHaveColoursOfTheirOwn) {
  const Picture frame = FlatPicture(1, 2, 100, 100, 100);
  OverlayOptions options;
  options.heat.range = MapRange::kSigned;
  const std::vector<int> row =
      Row(Paint({-1, 1}, {1, 2}, frame, options).picture, 0);
  EXPECT_GT(row[2], row[0]);  // blue at the left
  EXPECT_GT(row[3], row[5]);  // red at the right
}

TEST(Overlay, OnlyTheCoveredPartIsColoured) {
  const Picture frame = FlatPicture(4, 6, 10, 20, 30);
  ExactOverlayPainter painter({1, 2}, frame.extent(), {1, 2, {2, 3}});
  OverlayOptions options;
  options.heat.threshold = 0;
  Picture out;
  painter.Paint(std::vector<float>{1, 2}, frame, options, &out);
  for (size_t y = 0; y < 4; ++y)
    for (size_t x = 0; x < 6; ++x) {
      const bool covered = y >= 1 && y < 3 && x >= 2 && x < 5;
      EXPECT_EQ(painter.levels()[y * 6 + x] != kNoHeat, covered) << y << x;
    }
}

// A lone hot cell is painted around its centre.
TEST(Overlay, PaintsEachCellAtItsPlace) {
  const Picture frame = FlatPicture(224, 224, 0, 0, 0);
  std::vector<float> map(49);
  map[3 * 7 + 2] = 1;
  const CellGrid cells = {{0, 32}, {22, 32}};
  ExactOverlayPainter painter({7, 7}, frame.extent(), {0, 0, frame.extent()},
                              cells);
  painter.FindLevels(map, {.threshold = 0.5f});
  double pixels = 0;
  double y_sum = 0;
  double x_sum = 0;
  for (size_t y = 0; y < 224; ++y)
    for (size_t x = 0; x < 224; ++x) {
      if (painter.levels()[y * 224 + x] == kNoHeat) continue;
      ++pixels;
      y_sum += static_cast<double>(y);
      x_sum += static_cast<double>(x);
    }
  ASSERT_GT(pixels, 0);
  EXPECT_NEAR(y_sum / pixels, 0 + 3 * 32, 0.1);
  EXPECT_NEAR(x_sum / pixels, 22 + 2 * 32, 0.1);
}

// Cells where a stretched map has them paint as a stretched map does.
TEST(Overlay, StretchedCellsPaintTheSame) {
  const Picture frame = RandomPicture(60, 90, 3);
  const std::vector<float> map = {0, 1, 2, 3, 4, 8};
  const PixelRegion covered = {10, 20, {40, 60}};
  // 20 pixels a cell, whose centre lies between the tenth and the eleventh.
  const CellGrid cells = {{10 + 9.5, 20}, {20 + 9.5, 20}};
  ExactOverlayPainter stretched({2, 3}, frame.extent(), covered);
  ExactOverlayPainter placed({2, 3}, frame.extent(), covered, cells);
  stretched.FindLevels(map, {});
  placed.FindLevels(map, {});
  EXPECT_EQ(stretched.levels(), placed.levels());
}

}  // namespace
}  // namespace camglass
