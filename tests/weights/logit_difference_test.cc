#include "tools/logit_difference.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace camglass
