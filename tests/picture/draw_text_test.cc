// Words in any script. What is right comes from Unicode: different spellings of
// the same letters, and orders that are forced, must give the same pixels.
#include "camapp/picture/draw_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "camapp/picture/fit_text.h"
#include "camapp/picture/surface.h"
#include "engine/base/printable_text.h"

namespace camglass {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Before anything asks for a font.
const int kFontsAreSet =
    setenv("FONTCONFIG_FILE", CAMGLASS_PICTURE_DATA "/only_dejavu.conf", 1);

constexpr const char* kEllipsis = "\xE2\x80\xA6";
constexpr const char* kIsolate = "\xE2\x81\xA8";
constexpr const char* kPopIsolate = "\xE2\x81\xA9";
const std::string kForceFromLeft = "\xE2\x80\xAD";  // U+202D
const std::string kForceEnd = "\xE2\x80\xAC";       // U+202C

const std::string kAlef = "\xD7\x90";
const std::string kBet = "\xD7\x91";
const std::string kGimel = "\xD7\x92";

std::vector<uint8_t> Drawn(const std::string& text) {
  Surface surface;
  surface.SetSize({40, 300});
  const Context context(cairo_create(surface.get()));
  cairo_set_source_rgb(context.get(), 1, 1, 1);
  DrawTextFrom(context.get(), {text, {20, false}, 10, 28});
  Picture picture;
  surface.CopyTo(&picture);
  return picture.rgb;
}

TEST(DrawText, FontsAreTheTestsOwn) { EXPECT_EQ(kFontsAreSet, 0); }

TEST(DrawText, AccentsMayBeLettersOfTheirOwn) {
  EXPECT_EQ(Drawn("caf\xC3\xA9"), Drawn("cafe\xCC\x81"));
  EXPECT_NE(Drawn("caf\xC3\xA9"), Drawn("cafe"));
  EXPECT_EQ(TextWidth("caf\xC3\xA9", {20, false}),
            TextWidth("cafe\xCC\x81", {20, false}));
}

TEST(DrawText, HebrewIsReadFromTheRight) {
  EXPECT_EQ(Drawn(kAlef + kBet + kGimel),
            Drawn(kForceFromLeft + kGimel + kBet + kAlef + kForceEnd));
  EXPECT_NE(Drawn(kAlef + kBet), Drawn(kBet + kAlef));
}

// U+FEFB is by definition what lam and alef look like together.
TEST(DrawText, ArabicLettersAreJoined) {
  EXPECT_EQ(Drawn("\xD9\x84\xD8\xA7"), Drawn("\xEF\xBB\xBB"));
  EXPECT_LT(TextWidth("\xD8\xA8\xD8\xA8\xD8\xA8", {20, false}),
            3 * TextWidth("\xD8\xA8", {20, false}));
}

// Scores stand in the labels' order below them, from left to right.
TEST(DrawText, LabelsKeepTheirOrderWhateverTheirScript) {
  const FittedLines line =
      FitItems({kAlef + kBet, kGimel}, {20, false}, 1000, 0.5, TextWidth);
  ASSERT_EQ(line.texts.size(), 1u);
  EXPECT_EQ(Drawn(line.texts[0]),
            Drawn(kForceFromLeft + kBet + kAlef + ", " + kGimel + kForceEnd));
}

TEST(DrawText, WhatNoFontHasIsToldWithItsPackage) {
  const auto advice = [](const std::string& text) {
    return MissingFontAdvice(std::vector<std::string>{"cat", text})
        .value_or("none");
  };
  EXPECT_EQ(advice("caf\xC3\xA9"), "none");
  EXPECT_EQ(advice(kAlef + kBet), "none");
  EXPECT_EQ(advice("\xFF\xFE"), "none");
  EXPECT_THAT(advice("\xE7\x8C\xAB"), HasSubstr("fonts-noto-cjk"));
  EXPECT_THAT(advice("\xE7\x8C\xAB"), HasSubstr("U+732B"));
  EXPECT_THAT(advice("neko \xE3\x81\xAD"), HasSubstr("fonts-noto-cjk"));
  EXPECT_THAT(advice("\xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\xB7"),
              HasSubstr("fonts-noto-core"));
  EXPECT_THAT(advice("\xF0\x9F\xA6\x84"), HasSubstr("fonts-noto-color-emoji"));
}

TEST(FitText, CutsBetweenWhatPeopleSeeAsCharacters) {
  std::string accents;
  for (int i = 0; i < 20; ++i) accents += "e\xCC\x81";
  for (const double width : {20.0, 50.0, 90.0}) {
    std::string cut = Ellipsised(accents, {20, false}, width, TextWidth);
    EXPECT_LE(TextWidth(cut, {20, false}), width);
    ASSERT_THAT(cut, EndsWith(kEllipsis));
    cut.resize(cut.size() - std::string(kEllipsis).size());
    EXPECT_EQ(CharacterCount(cut) % 2, 0u);
  }
}

// In a line that is read from the left, too.
TEST(FitText, TheEllipsisIsWhereReadingEnds) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += kAlef;
  const std::string cut = Ellipsised(text, {20, false}, 100, TextWidth);
  EXPECT_THAT(cut, StartsWith(kIsolate));
  EXPECT_THAT(cut, EndsWith(std::string(kEllipsis) + kPopIsolate));
}

TEST(FitText, NamesAreCutAndNumbersStay) {
  const Phrase phrase = {{"a photograph with a long name.jpg", true},
                         {", 4000 x 3000"}};
  const Font font = {20, false};
  const double whole = TextWidth(WholeText(phrase), font);
  EXPECT_EQ(FitPhrase(phrase, font, whole, TextWidth), WholeText(phrase));
  const std::string cut = FitPhrase(phrase, font, 0.7 * whole, TextWidth);
  EXPECT_LE(TextWidth(cut, font), 0.7 * whole);
  EXPECT_THAT(cut, EndsWith(std::string(kEllipsis) + ", 4000 x 3000"));
}

TEST(FitText, AShortNameLeavesItsRoomToALongOne) {
  const Phrase phrase = {{"cup", true},
                         {" - "},
                         {"a very long name of a class", true},
                         {" gap 1.23"}};
  const Font font = {20, false};
  const double width = 0.8 * TextWidth(WholeText(phrase), font);
  const std::string cut = FitPhrase(phrase, font, width, TextWidth);
  EXPECT_LE(TextWidth(cut, font), width);
  EXPECT_THAT(cut, StartsWith("cup - a very"));
  EXPECT_THAT(cut, EndsWith(" gap 1.23"));
  EXPECT_THAT(cut, HasSubstr(kEllipsis));
}

TEST(FitText, AnyTextFitsAnyWidth) {
  for (const std::string& text :
       {std::string(), std::string(100'000, 'W'), kAlef, std::string("x")})
    for (const double width : {-5.0, 0.0, 3.0, 1e6}) {
      const std::string cut = Ellipsised(text, {20, false}, width, TextWidth);
      EXPECT_LE(cut.size(), text.size() + 9);
      EXPECT_THAT(
          FitPhrase({{text, true}, {", 12"}}, {20, false}, width, TextWidth),
          Not(EndsWith(", ")));
    }
}

}  // namespace
}  // namespace camglass
