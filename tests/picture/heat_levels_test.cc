#include "camapp/picture/heat_levels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace camglass {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInf = std::numeric_limits<float>::infinity();

std::vector<int> Levels(const std::vector<float>& values,
                        const HeatOptions& options = {}) {
  std::vector<uint8_t> levels(values.size());
  HeatLevels(values, options, levels);
  return {levels.begin(), levels.end()};
}

TEST(HeatLevels, SpansTheFrame) {
  EXPECT_THAT(Levels({-2, 0, 2, 4, 8}),
              ElementsAre(kNoHeat, 51, 102, 153, 254));
}

TEST(HeatLevels, ThresholdItselfIsKept) {
  EXPECT_THAT(Levels({0, 0.2f, 0.19999f, 1}),
              ElementsAre(kNoHeat, 51, kNoHeat, 254));
  EXPECT_THAT(Levels({0, 0.5f, 1}, {.threshold = 0}), ElementsAre(0, 128, 254));
  EXPECT_THAT(Levels({0, 0.5f, 1}, {.threshold = 1}),
              ElementsAre(kNoHeat, kNoHeat, 254));
}

TEST(HeatLevels, ConstantHasNoColour) {
  EXPECT_THAT(Levels({3, 3, 3}), Each(kNoHeat));
  EXPECT_THAT(Levels({0, 0, 0}), Each(kNoHeat));
  EXPECT_THAT(Levels({0, 0}, {.range = MapRange::kSigned}), Each(kNoHeat));
}

TEST(HeatLevels, NegativeMapsStillSpanTheirFrame) {
  EXPECT_THAT(Levels({-9, -5, -1}), ElementsAre(kNoHeat, 128, 254));
}

TEST(HeatLevels, NonFiniteIsLeftOut) {
  EXPECT_THAT(Levels({0, kNaN, 1, kInf, -kInf, 0.5f}),
              ElementsAre(kNoHeat, kNoHeat, 254, kNoHeat, kNoHeat, 128));
  EXPECT_THAT(Levels({kNaN, kNaN}), Each(kNoHeat));
  EXPECT_THAT(Levels({kInf, 1}, {.range = MapRange::kFixed, .fixed_max = 1}),
              ElementsAre(kNoHeat, 254));
}

TEST(HeatLevels, FixedRangeIsTheSameForEveryMap) {
  const HeatOptions fixed = {.range = MapRange::kFixed, .fixed_max = 10};
  EXPECT_THAT(Levels({-3, 0, 2, 5, 10, 30}, fixed),
              ElementsAre(kNoHeat, kNoHeat, 51, 128, 254, 254));
}

TEST(HeatLevels, SignedKeepsZeroInTheMiddle) {
  const HeatOptions with_sign = {.range = MapRange::kSigned};
  EXPECT_THAT(Levels({-10, -5, -1, 0, 1, 5}, with_sign),
              ElementsAre(0, 63, kNoHeat, kNoHeat, kNoHeat, 191));
  EXPECT_THAT(Levels({-1, 4}, with_sign), ElementsAre(95, 254));
}

}  // namespace
}  // namespace camglass
