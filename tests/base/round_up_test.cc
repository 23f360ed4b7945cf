#include "engine/base/round_up.h"

#include <gtest/gtest.h>

namespace camglass {
namespace {

TEST(RoundUpTest, GivesTheLeastMultiple) {
  EXPECT_EQ(RoundUp(0, 8), 0u);
  EXPECT_EQ(RoundUp(1, 8), 8u);
  EXPECT_EQ(RoundUp(8, 8), 8u);
  EXPECT_EQ(RoundUp(9, 8), 16u);
  EXPECT_EQ(RoundUp(7, 3), 9u);
}

TEST(RoundUpTest, CountsPieces) {
  EXPECT_EQ(DivideRoundingUp(0, 3), 0u);
  EXPECT_EQ(DivideRoundingUp(1, 3), 1u);
  EXPECT_EQ(DivideRoundingUp(6, 3), 2u);
  EXPECT_EQ(DivideRoundingUp(7, 3), 3u);
}

}  // namespace
}  // namespace camglass
