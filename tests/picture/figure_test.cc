#include "camapp/picture/figure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/picture/pictures.h"

namespace camglass {
namespace {

const FigureText kText = {{"espresso", "cup", "coffee mug"},
                          {"0.96735", "0.014526", "0.005662"},
                          "class map of espresso"};

// Pixels darker than mid grey in rows [top, bottom).
size_t DarkPixels(const Picture& picture, size_t top, size_t bottom) {
  size_t dark = 0;
  for (size_t y = top; y < bottom; ++y)
    for (size_t x = 0; x < picture.w; ++x)
      dark += picture.Row(y)[x * 3] < 128 ? 1 : 0;
  return dark;
}

TEST(Figure, ShowsBothPicturesAndText) {
  FigurePainter painter;
  Picture figure;
  const Picture frame = FlatPicture(300, 400, 250, 10, 10);
  const Picture overlay = FlatPicture(300, 400, 10, 10, 250);
  ASSERT_TRUE(painter.Paint(frame, overlay, kText, &figure).ok());
  size_t red = 0;
  size_t blue = 0;
  for (size_t i = 0; i < figure.rgb.size(); i += 3) {
    red += figure.rgb[i] == 250 && figure.rgb[i + 2] == 10 ? 1 : 0;
    blue += figure.rgb[i] == 10 && figure.rgb[i + 2] == 250 ? 1 : 0;
  }
  EXPECT_EQ(red, 300u * 400u);
  EXPECT_EQ(blue, 300u * 400u);
  EXPECT_GT(DarkPixels(figure, 0, 80), 200u);
}

TEST(Figure, SameInputSamePixelsAndSurfacesAreReused) {
  FigurePainter painter;
  Picture first;
  Picture other;
  Picture again;
  const Picture frame = RandomPicture(120, 200, 3);
  ASSERT_TRUE(painter.Paint(frame, frame, kText, &first).ok());
  ASSERT_TRUE(painter
                  .Paint(RandomPicture(50, 20, 1), RandomPicture(50, 20, 2),
                         {{"a"}, {"1"}, ""}, &other)
                  .ok());
  ASSERT_TRUE(painter.Paint(frame, frame, kText, &again).ok());
  EXPECT_EQ(first.rgb, again.rgb);
}

TEST(Figure, AnyPictureSizeAndAnyText) {
  const FigureText hostile = {
      {std::string("bad \xFF\xC0 bytes\n\0", 14), std::string(3000, 'W')},
      {"NaN"},
      "caf\xC3\xA9"};
  for (const Extent size : {Extent{1, 1}, {1, 5000}, {5000, 1}, {2000, 1500}}) {
    FigurePainter painter;
    Picture figure;
    const Picture frame = RandomPicture(size.h, size.w, 5);
    const Status status = painter.Paint(frame, frame, hostile, &figure);
    EXPECT_TRUE(status.ok()) << status.message();
    EXPECT_GE(figure.w, 600u);
  }
}

// Five significant digits, as MATLAB's string(single(x)).
TEST(Figure, ScoreText) {
  EXPECT_EQ(ScoreText(0.967346f), "0.96735");
  EXPECT_EQ(ScoreText(1), "1");
  EXPECT_EQ(ScoreText(0.0001234567f), "0.00012346");
  EXPECT_EQ(ScoreText(std::nanf("")), "NaN");
}

}  // namespace
}  // namespace camglass
