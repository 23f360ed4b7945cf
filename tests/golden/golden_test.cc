// The generator against published numbers, and the reader against bad files.
// That Python's generator is the same one shows wherever a golden is met.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "tests/golden/golden_file.h"
#include "tests/golden/random_params.h"

namespace camglass {
namespace {

// Vectors of the FNV reference (isthe.com/chongo/tech/comp/fnv).
TEST(RandomParamsTest, SeedIsFnv1a) {
  EXPECT_EQ(NameSeed(""), 0xCBF29CE484222325u);
  EXPECT_EQ(NameSeed("a"), 0xAF63DC4C8601EC8Cu);
  EXPECT_EQ(NameSeed("foobar"), 0x85944171F73967E8u);
}

// The first outputs of Vigna's splitmix64.c for seed 1234567.
TEST(RandomParamsTest, StreamIsSplitmix64) {
  EXPECT_EQ(DrawBits(1234567, 0), 6457827717110365317u);
  EXPECT_EQ(DrawBits(1234567, 1), 3203168211198807973u);
  EXPECT_EQ(DrawBits(1234567, 2), 9817491932198370423u);
}

TEST(RandomParamsTest, NumbersCoverTheirRange) {
  const std::vector<float> weight = RandomParam("a.weight", {100, 6, 10, 10});
  const auto [low, high] = std::minmax_element(weight.begin(), weight.end());
  const float half = std::sqrt(6.0f / 600.0f);
  EXPECT_GE(*low, -half);
  EXPECT_LT(*high, half);
  EXPECT_NEAR(*low, -half, 1e-4);
  EXPECT_NEAR(*high, half, 1e-4);
}

TEST(RandomParamsTest, BatchNormStaysAwayFromZeroVariance) {
  for (const float var : RandomParam("bn.running_var", {1000})) {
    EXPECT_GE(var, 0.5f);
    EXPECT_LT(var, 1.5f);
  }
}

TEST(RandomParamsTest, SamplesBeginAtTheCornersAndStayInside) {
  const auto positions = SamplePositions("x", {5, 7}, 3);
  ASSERT_EQ(positions.size(), 16u);
  EXPECT_EQ(positions[1].x, 6u);
  EXPECT_EQ(positions[2].y, 4u);
  for (const Position& position : positions) {
    EXPECT_LT(position.y, 5u);
    EXPECT_LT(position.x, 7u);
    EXPECT_LT(position.ch, 3u);
  }
}

TEST(GoldenFileTest, RefusesOtherAndTruncatedFiles) {
  std::istringstream other("something else\n");
  EXPECT_FALSE(ReadGoldens(other).ok());
  std::istringstream no_end("camglass-golden 1\nnetwork a b 2\n");
  EXPECT_FALSE(ReadGoldens(no_end).ok());
  std::istringstream few(
      "camglass-golden 1\nnetwork a b 2\ncase 1 1 1\n"
      "logits 1\nend\n");
  EXPECT_FALSE(ReadGoldens(few).ok());
  std::istringstream no_network("camglass-golden 1\ncase 1 1 1\nend\n");
  EXPECT_FALSE(ReadGoldens(no_network).ok());
}

TEST(GoldenFileTest, UnknownNetworkIsAnError) {
  EXPECT_EQ(LoadGolden("vgg", "torchvision").status().code(),
            StatusCode::kNotFound);
}

}  // namespace
}  // namespace camglass
