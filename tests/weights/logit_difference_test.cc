#include "tools/logit_difference.h"

#include <gtest/gtest.h>

#include <limits>

namespace camglass {
namespace {

TEST(LogitDifferenceTest, IsTheLargestOfAllLogits) {
  const LogitDifference apart = CompareLogits({1, -8, 4}, {1.5, -8, 3});
  EXPECT_EQ(apart.difference, 1);
  EXPECT_EQ(apart.largest_logit, 8);
  EXPECT_EQ(apart.Relative(), 0.125);
  EXPECT_TRUE(apart.same_top);
}

TEST(LogitDifferenceTest, SeesAnotherMostLikelyClass) {
  EXPECT_FALSE(CompareLogits({1, 2}, {2, 1}).same_top);
  EXPECT_EQ(CompareLogits({0, 0}, {0, 0}).Relative(), 0);
}

// f16 that overflows must not look like f16 that changes nothing.
TEST(LogitDifferenceTest, WhatIsNotFiniteIsInfinitelyFar) {
  const float inf = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const float broken : {inf, -inf, nan}) {
    const LogitDifference apart = CompareLogits({1, 2, 4}, {1, broken, 4});
    EXPECT_EQ(apart.difference, std::numeric_limits<double>::infinity());
    EXPECT_EQ(apart.Relative(), std::numeric_limits<double>::infinity());
    EXPECT_EQ(apart.largest_logit, 4);
  }
}

}  // namespace
}  // namespace camglass
