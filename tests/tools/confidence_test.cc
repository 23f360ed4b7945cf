#include "tools/audit/confidence.h"

#include <gtest/gtest.h>

namespace camglass {
namespace {

// Values of statsmodels' proportion_confint(method='wilson').
TEST(ShareOf, IsWilsonsInterval) {
  const Share most = ShareOf(8, 10);
  EXPECT_DOUBLE_EQ(most.value, 0.8);
  EXPECT_NEAR(most.low, 0.4901625, 1e-6);
  EXPECT_NEAR(most.high, 0.9433178, 1e-6);
  const Share none = ShareOf(0, 10);
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 0.2775328, 1e-6);
  const Share all = ShareOf(10, 10);
  EXPECT_NEAR(all.low, 0.7224672, 1e-6);
  EXPECT_DOUBLE_EQ(all.high, 1);
}

TEST(ShareOf, OfNothingIsAnything) {
  const Share nothing = ShareOf(0, 0);
  EXPECT_EQ(nothing.value, 0);
  EXPECT_EQ(nothing.low, 0);
  EXPECT_EQ(nothing.high, 1);
}

}  // namespace
}  // namespace camglass
