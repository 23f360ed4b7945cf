// That phones can read it is shown by tests/page/qr_test.py.
#include "camapp/picture/qr_code.h"

#include <gtest/gtest.h>

#include <string>

namespace camglass {
namespace {

// ISO/IEC 18004: version v has 17 + 4 v modules a side; at level L versions 1
// to 4 hold 17, 32, 53 and 78 bytes, version 40 holds 2953.
TEST(QrCode, IsTheSmallestThatHoldsTheText) {
  const std::pair<size_t, size_t> sides[] = {
      {1, 21},  {17, 21}, {18, 25}, {32, 25}, {33, 29},
      {53, 29}, {54, 33}, {78, 33}, {79, 37}, {2953, 177}};
  for (const auto& [bytes, side] : sides) {
    const auto code = MakeQrCode(std::string(bytes, 'a'));
    ASSERT_TRUE(code.ok()) << bytes;
    EXPECT_EQ(code->side, side) << bytes;
  }
  EXPECT_FALSE(MakeQrCode("").ok());
  EXPECT_FALSE(MakeQrCode(std::string(2954, 'a')).ok());
  EXPECT_FALSE(MakeQrCode(std::string("a\0b", 3)).ok());
}

// The three corners' patterns: a dark square in a light one in a dark one.
TEST(QrCode, HasItsPatternsInThreeCorners) {
  const QrCode code = *MakeQrCode("http://192.168.1.5:8080/?token=0123456789");
  const auto expect_pattern = [&code](size_t top, size_t left) {
    for (size_t y = 0; y < 7; ++y)
      for (size_t x = 0; x < 7; ++x) {
        const bool light = (y == 1 || y == 5)   ? x >= 1 && x <= 5
                           : (x == 1 || x == 5) ? y >= 1 && y <= 5
                                                : false;
        EXPECT_EQ(code.is_dark(top + y, left + x), !light) << y << ", " << x;
      }
  };
  expect_pattern(0, 0);
  expect_pattern(0, code.side - 7);
  expect_pattern(code.side - 7, 0);
}

TEST(QrCode, IsDrawnBlackOnWhiteWithItsQuietZone) {
  const QrCode code = {2, {1, 0, 0, 1}};
  const Picture picture = PictureOf(code, 3);
  ASSERT_EQ(picture.extent(), (Extent{30, 30}));
  for (size_t y = 0; y < 30; ++y)
    for (size_t x = 0; x < 30; ++x) {
      const bool dark = (y >= 12 && y < 15 && x >= 12 && x < 15) ||
                        (y >= 15 && y < 18 && x >= 15 && x < 18);
      for (size_t c = 0; c < 3; ++c)
        ASSERT_EQ(picture.Row(y)[3 * x + c], dark ? 0 : 255) << y << ", " << x;
    }
}

}  // namespace
}  // namespace camglass
