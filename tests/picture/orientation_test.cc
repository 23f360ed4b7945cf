#include "camapp/picture/orientation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "camapp/picture/decode.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;

// Three pixels across, two down, numbered in reading order.
Picture Numbered() {
  Picture picture(2, 3);
  for (size_t i = 0; i < picture.rgb.size(); ++i)
    picture.rgb[i] = static_cast<uint8_t>(i / 3);
  return picture;
}

std::vector<int> Shown(Orientation orientation) {
  const Picture shown = Upright(Numbered(), orientation);
  std::vector<int> numbers = {static_cast<int>(shown.h),
                              static_cast<int>(shown.w)};
  for (size_t i = 0; i < shown.rgb.size(); i += 3)
    numbers.push_back(shown.rgb[i]);
  return numbers;
}

// What EXIF says of each value: which side of the scene row 0 and column 0 are.
TEST(Orientation, AllEight) {
  EXPECT_THAT(Shown(Orientation(1)), ElementsAre(2, 3, 0, 1, 2, 3, 4, 5));
  EXPECT_THAT(Shown(Orientation(2)), ElementsAre(2, 3, 2, 1, 0, 5, 4, 3));
  EXPECT_THAT(Shown(Orientation(3)), ElementsAre(2, 3, 5, 4, 3, 2, 1, 0));
  EXPECT_THAT(Shown(Orientation(4)), ElementsAre(2, 3, 3, 4, 5, 0, 1, 2));
  EXPECT_THAT(Shown(Orientation(5)), ElementsAre(3, 2, 0, 3, 1, 4, 2, 5));
  EXPECT_THAT(Shown(Orientation(6)), ElementsAre(3, 2, 3, 0, 4, 1, 5, 2));
  EXPECT_THAT(Shown(Orientation(7)), ElementsAre(3, 2, 5, 2, 4, 1, 3, 0));
  EXPECT_THAT(Shown(Orientation(8)), ElementsAre(3, 2, 2, 5, 1, 4, 0, 3));
}

// Flat blocks of 8 x 8 pixels, 3 across and 2 down: JPEG keeps them to 2.
Picture Blocks() {
  Picture picture(16, 24);
  for (size_t y = 0; y < picture.h; ++y)
    for (size_t x = 0; x < picture.w; ++x)
      for (size_t ch = 0; ch < 3; ++ch)
        picture.Row(y)[x * 3 + ch] =
            static_cast<uint8_t>(DataSample(y / 8, x / 8, ch));
  return picture;
}

TEST(Orientation, AppliedToFiles) {
  for (int i = 1; i <= 8; ++i) {
    const std::string name = "orientation_" + std::to_string(i) + ".jpg";
    EXPECT_LE(MaxDifference(DecodedDataFile(name), Blocks()), 2) << name;
  }
  EXPECT_EQ(MaxDifference(DecodedDataFile("orientation_6.png"), Blocks()), 0);
}

TEST(Orientation, LeftAsStoredWhereAsked) {
  const StatusOr<Picture> stored =
      DecodePicture(DataFile("orientation_6.jpg"), {.apply_exif = false});
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(stored->extent(), (Extent{24, 16}));
}

TEST(Orientation, NonsenseIsUpright) {
  EXPECT_EQ(ExifOrientation({}), Orientation::kUpright);
  const std::vector<uint8_t> noise(40, 0xA5);
  EXPECT_EQ(ExifOrientation(noise), Orientation::kUpright);
}

}  // namespace
}  // namespace camglass
