#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "camapp/cam/scores.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInf = std::numeric_limits<float>::infinity();

std::vector<size_t> Top(const std::vector<float>& values, size_t count) {
  std::vector<size_t> indices;
  TopClasses(values, count, &indices);
  return indices;
}

TEST(TopClasses, BestFirst) {
  EXPECT_THAT(Top({1, 5, 3, 4}, 3), ElementsAre(1, 3, 2));
}

TEST(TopClasses, TiesGoToTheLowerIndex) {
  EXPECT_THAT(Top({2, 7, 7, 2, 7}, 4), ElementsAre(1, 2, 4, 0));
  EXPECT_THAT(Top({0, 0, 0, 0}, 3), ElementsAre(0, 1, 2));
  EXPECT_THAT(Top({-0.0f, 0.0f}, 2), ElementsAre(0, 1));
}

TEST(TopClasses, NaNComesLast) {
  EXPECT_THAT(Top({kNaN, -kInf, kNaN, kInf}, 4), ElementsAre(3, 1, 0, 2));
  EXPECT_THAT(Top({kNaN, kNaN}, 1), ElementsAre(0));
}

TEST(TopClasses, AtMostAllOfThem) {
  EXPECT_THAT(Top({1, 2}, 9), ElementsAre(1, 0));
  EXPECT_TRUE(Top({1, 2}, 0).empty());
}

}  // namespace
}  // namespace camglass
