#include "camapp/picture/outline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "camapp/picture/map_grid.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;

// '#' is 1.
std::vector<uint8_t> Mask(const std::string& rows) {
  std::vector<uint8_t> mask;
  for (const char c : rows) mask.push_back(c == '#' ? 1 : 0);
  return mask;
}

void ExpectBox(const std::optional<PixelRegion>& box, size_t top, size_t left,
               Extent size) {
  ASSERT_TRUE(box.has_value());
  EXPECT_EQ(box->top, top);
  EXPECT_EQ(box->left, left);
  EXPECT_EQ(box->size, size);
}

TEST(LargestPart, IsTheOneWithTheMostPixels) {
  ExpectBox(LargestPart(Mask("##...."
                             "##.###"
                             "....##"
                             "#....#"),
                        {4, 6}),
            1, 3, {3, 3});
}

TEST(LargestPart, CornersDoNotTouch) {
  ExpectBox(LargestPart(Mask("#.."
                             ".##"
                             "#.."),
                        {3, 3}),
            1, 1, {1, 2});
}

TEST(LargestPart, OfEqualOnesTheFirst) {
  ExpectBox(LargestPart(Mask("..#"
                             "#.#"
                             "#.."),
                        {3, 3}),
            0, 2, {2, 1});
}

TEST(LargestPart, OfNothingIsNone) {
  EXPECT_FALSE(LargestPart(Mask("....."), {1, 5}).has_value());
}

TEST(LargestPart, MayGoAroundCorners) {
  ExpectBox(LargestPart(Mask("###"
                             "#.#"
                             "#.#"),
                        {3, 3}),
            0, 0, {3, 3});
}

TEST(ShownPixels, OfASignedMapAreThoseThatSpeakForIt) {
  const std::vector<uint8_t> levels = {0, 127, 128, 254, kNoHeat};
  EXPECT_THAT(ShownPixels(levels, MapRange::kFrame),
              ElementsAre(1, 1, 1, 1, 0));
  EXPECT_THAT(ShownPixels(levels, MapRange::kSigned),
              ElementsAre(0, 0, 1, 1, 0));
}

// The red bytes: 90 is the picture, 255 the line, 0 beside it.
TEST(DrawContour, RunsAlongTheShownPixelsButNotAlongThePicturesEdge) {
  Picture picture = FlatPicture(1, 9, 90, 90, 90);
  DrawContour(Mask("#####...."), &picture);
  std::vector<int> red;
  for (size_t x = 0; x < 9; ++x) red.push_back(picture.Row(0)[3 * x]);
  EXPECT_THAT(red, ElementsAre(90, 90, 90, 0, 255, 0, 90, 90, 90));
}

TEST(DrawBox, KeepsInsideThePicture) {
  Picture picture = FlatPicture(5, 5, 90, 90, 90);
  DrawBox({0, 0, {5, 5}}, &picture);
  EXPECT_EQ(picture.Row(0)[0], 255);
  EXPECT_EQ(picture.Row(4)[12], 255);
  EXPECT_EQ(picture.Row(2)[6], 90);
}

TEST(GridLayout, HoldsAllPanelsApart) {
  for (const Extent picture : {Extent{480, 640}, {640, 480}, {1, 16000}})
    for (size_t panels = 1; panels <= kMostGridPanels; ++panels) {
      const GridLayout layout(picture, panels);
      for (size_t i = 0; i < panels; ++i) {
        const Rectangle a = layout.Panel(i);
        EXPECT_LT(a.x + a.w, static_cast<double>(layout.size.w));
        EXPECT_LT(a.y + a.h, static_cast<double>(layout.size.h));
        if (i == 0) continue;
        const Rectangle b = layout.Panel(i - 1);
        EXPECT_TRUE(b.x + b.w < a.x || b.y + b.h < a.y) << i;
      }
    }
}

TEST(GridLayout, IsNearASquareForPhotographs) {
  EXPECT_EQ(GridLayout({480, 640}, 4).columns, 2u);
  EXPECT_EQ(GridLayout({480, 640}, 6).columns, 2u);
  EXPECT_EQ(GridLayout({100, 1000}, 4).columns, 1u);
  EXPECT_EQ(GridLayout({1000, 100}, 4).columns, 4u);
}

TEST(MapGrid, ShowsEachPictureAtItsPanel) {
  MapGrid grid({200, 200}, 2);
  grid.Add(FlatPicture(200, 200, 255, 0, 0), "one", "");
  grid.Add(FlatPicture(200, 200, 0, 0, 255), "<script>\xE2\x80\xAE", "0.5");
  Picture out;
  ASSERT_TRUE(grid.Finish(&out).ok());
  const GridLayout layout({200, 200}, 2);
  ASSERT_EQ(out.extent(), layout.size);
  const auto middle = [&](size_t i) {
    const Rectangle place = layout.Panel(i);
    return out.Row(static_cast<size_t>(place.y + place.h / 2)) +
           3 * static_cast<size_t>(place.x + place.w / 2);
  };
  EXPECT_EQ(middle(0)[0], 255);
  EXPECT_EQ(middle(0)[2], 0);
  EXPECT_EQ(middle(1)[0], 0);
  EXPECT_EQ(middle(1)[2], 255);
}

}  // namespace
}  // namespace camglass
