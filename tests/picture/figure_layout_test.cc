#include "camapp/picture/figure_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/printable_text.h"

namespace camglass {
namespace {

// A font whose characters are all 0.6 of its size wide.
double Measure(const std::string& text, const Font& font) {
  return 0.6 * font.size * static_cast<double>(CharacterCount(text));
}

FigureText TextOf(const std::vector<std::string>& labels) {
  return {labels, std::vector<std::string>(labels.size(), "0.12345"),
          "class map of something"};
}

// The box of a line; letters reach a fourth of the size below the baseline.
Rectangle BoxOf(const TextLine& line) {
  const double w = Measure(line.text, line.font);
  return {line.x - w / 2, line.y - line.font.size, w, 1.25 * line.font.size};
}

bool Overlap(const Rectangle& a, const Rectangle& b) {
  constexpr double kTouch = 1e-6;
  return a.x + a.w > b.x + kTouch && b.x + b.w > a.x + kTouch &&
         a.y + a.h > b.y + kTouch && b.y + b.h > a.y + kTouch;
}

void ExpectTidy(const FigureLayout& layout) {
  std::vector<Rectangle> boxes = {layout.frame, layout.overlay};
  for (const TextLine& line : layout.lines) boxes.push_back(BoxOf(line));
  for (size_t i = 0; i < boxes.size(); ++i) {
    EXPECT_GE(boxes[i].x, 0);
    EXPECT_GE(boxes[i].y, 0);
    EXPECT_LE(boxes[i].x + boxes[i].w, static_cast<double>(layout.size.w));
    EXPECT_LE(boxes[i].y + boxes[i].h, static_cast<double>(layout.size.h));
    for (size_t j = 0; j < i; ++j)
      EXPECT_FALSE(Overlap(boxes[i], boxes[j])) << i << " and " << j;
  }
}

const std::vector<std::vector<std::string>>& LabelSets() {
  static const std::vector<std::vector<std::string>> sets = {
      {"espresso", "cup", "coffee mug"},
      {"black-and-tan coonhound", "American Staffordshire terrier",
       "West Highland white terrier"},
      {std::string(500, 'w'), "a", std::string(100, 'x')},
      {""},
      std::vector<std::string>(1000, "class of some name")};
  return sets;
}

TEST(FigureLayout, NothingOverlapsOrLeavesTheFigure) {
  const Extent sizes[] = {{1, 1},     {227, 341}, {1024, 50},   {50, 1024},
                          {480, 640}, {640, 480}, {8192, 8192}, {1, 16384}};
  for (const Extent size : sizes)
    for (const auto& labels : LabelSets())
      ExpectTidy(LayOutFigure(size, TextOf(labels), Measure));
}

TEST(FigureLayout, PanelsKeepTheAspectRatio) {
  for (const Extent size : {Extent{480, 640}, {2000, 1000}, {30, 40}}) {
    const FigureLayout layout = LayOutFigure(size, TextOf({"a"}), Measure);
    const double aspect =
        static_cast<double>(size.w) / static_cast<double>(size.h);
    EXPECT_NEAR(layout.frame.w / layout.frame.h, aspect, 0.01 * aspect);
    EXPECT_EQ(layout.frame.w, layout.overlay.w);
    EXPECT_EQ(layout.frame.h, layout.overlay.h);
    EXPECT_LT(layout.frame.x, layout.overlay.x);
  }
}

TEST(FigureLayout, PicturesOfScreenSizeAreNotScaled) {
  const FigureLayout layout = LayOutFigure({480, 640}, TextOf({"a"}), Measure);
  EXPECT_EQ(layout.frame.w, 640);
  EXPECT_EQ(layout.frame.h, 480);
}

TEST(FigureLayout, LabelsAndScoresAreOneLineEachWhereTheyFit) {
  const FigureLayout layout = LayOutFigure(
      {480, 640}, {{"espresso", "cup"}, {"0.9", "0.1"}, ""}, Measure);
  ASSERT_EQ(layout.lines.size(), 2u);
  EXPECT_EQ(layout.lines[0].text, "espresso, cup");
  EXPECT_EQ(layout.lines[1].text, "0.9, 0.1");
  EXPECT_LT(layout.lines[0].y, layout.lines[1].y);
  EXPECT_LT(layout.lines[1].y, layout.frame.y);
}

TEST(FigureLayout, WrapsAtCommasAndCutsWhatIsTooLong) {
  const FigureLayout layout =
      LayOutFigure({100, 100}, {LabelSets()[2], {}, ""}, Measure);
  EXPECT_TRUE(layout.lines[0].text.ends_with("\xE2\x80\xA6"));
  EXPECT_GT(layout.lines.size(), 2u);
}

}  // namespace
}  // namespace camglass
