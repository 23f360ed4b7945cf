#include "camapp/picture/colour_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace camglass {
namespace {

void ExpectColour(const Colour& got, const Colour& wanted, double tolerance) {
  for (size_t ch = 0; ch < 3; ++ch)
    EXPECT_NEAR(got[ch], wanted[ch], tolerance) << "channel " << ch;
}

// Rows of jet(255) as MATLAB counts them, from 1.
TEST(ColourTable, Jet) {
  const std::pair<size_t, Colour> rows[] = {
      {1, {0, 0, .515625}},  {32, {0, 0, 1}},  {33, {0, .015625, 1}},
      {96, {0, 1, 1}},       {160, {1, 1, 0}}, {224, {1, 0, 0}},
      {255, {.515625, 0, 0}}};
  for (const auto& [row, wanted] : rows) ExpectColour(Jet(row - 1), wanted, 0);
}

// To half a unit of the last printed digit of the published values.
TEST(ColourTable, SeedIsJetTimesARamp) {
  const ColourTable& table = ColoursOf(OverlayStyle::kSeed);
  ExpectColour(table[0], {0, 0, 0}, 0);
  ExpectColour(table[51], {0, 16.0002, 51.2008}, 0.5e-4);
  ExpectColour(table[63], {0, 31.624, 63.248}, 0.5e-3);
  ExpectColour(table[95], {0, 95.374, 95.374}, 0.5e-3);
  ExpectColour(table[127], {63.75, 127.5, 63.75}, 1e-9);
  ExpectColour(table[159], {159.626, 159.626, 0}, 0.5e-3);
  ExpectColour(table[191], {191.752, 95.876, 0}, 0.5e-3);
  ExpectColour(table[223], {223.878, 0, 0}, 0.5e-3);
  ExpectColour(table[254], {131.484, 0, 0}, 0.5e-3);
}

// Matplotlib's tables at a fraction of their length, between the anchors too.
TEST(ColourTable, PerceptualTablesFollowThePublished) {
  struct Published {
    OverlayStyle style;
    double at;  // 0 to 1
    Colour colour;
  };
  const Published published[] = {
      {OverlayStyle::kTurbo, 0, {48.4, 18.3, 59.2}},
      {OverlayStyle::kTurbo, 0.1, {68.9, 90.3, 205.0}},
      {OverlayStyle::kTurbo, 0.3, {24.6, 214.4, 203.5}},
      {OverlayStyle::kTurbo, 0.5, {162.8, 252.7, 60.3}},
      {OverlayStyle::kTurbo, 0.7, {253.9, 165.3, 49.4}},
      {OverlayStyle::kTurbo, 0.9, {196.2, 37.5, 2.8}},
      {OverlayStyle::kTurbo, 1, {122.3, 4.0, 2.7}},
      {OverlayStyle::kViridis, 0, {68.1, 1.2, 84.0}},
      {OverlayStyle::kViridis, 0.1, {72.0, 36.6, 117.2}},
      {OverlayStyle::kViridis, 0.3, {52.5, 95.3, 141.1}},
      {OverlayStyle::kViridis, 0.5, {32.7, 144.1, 140.5}},
      {OverlayStyle::kViridis, 0.7, {67.2, 190.5, 112.8}},
      {OverlayStyle::kViridis, 0.9, {187.7, 222.5, 39.0}},
      {OverlayStyle::kViridis, 1, {253.3, 231.1, 36.7}},
      {OverlayStyle::kInferno, 0, {0.4, 0.1, 3.5}},
      {OverlayStyle::kInferno, 0.1, {23.0, 11.5, 58.5}},
      {OverlayStyle::kInferno, 0.3, {107.0, 23.3, 110.4}},
      {OverlayStyle::kInferno, 0.5, {186.9, 54.7, 84.7}},
      {OverlayStyle::kInferno, 0.7, {243.1, 118.7, 26.1}},
      {OverlayStyle::kInferno, 0.9, {246.2, 214.2, 68.2}},
      {OverlayStyle::kInferno, 1, {252.0, 254.6, 164.5}},
  };
  for (const Published& p : published) {
    const double row = p.at * (kColours - 1);
    const Colour& got = ColoursOf(p.style)[static_cast<size_t>(row + 0.5)];
    ExpectColour(got, p.colour, 4);
  }
}

TEST(ColourTable, DivergingIsNeutralInTheMiddle) {
  const ColourTable& table = DivergingColours();
  const Colour& middle = table[(kColours - 1) / 2];
  EXPECT_EQ(middle[0], middle[1]);
  EXPECT_EQ(middle[1], middle[2]);
  EXPECT_GT(table[0][2], table[0][0]);                        // blue
  EXPECT_GT(table[kColours - 1][0], table[kColours - 1][2]);  // red
}

}  // namespace
}  // namespace camglass
