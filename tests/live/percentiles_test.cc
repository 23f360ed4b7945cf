#include "camapp/live/percentiles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace camglass {
namespace {

TEST(Percentiles, AreWithinThreePercentOfSortedValues) {
  std::mt19937 random(1);
  std::lognormal_distribution<double> durations(2, 1.5);
  Percentiles percentiles;
  std::vector<double> values;
  for (int i = 0; i < 10'000; ++i) {
    values.push_back(durations(random));
    percentiles.Add(values.back());
  }
  std::sort(values.begin(), values.end());
  EXPECT_EQ(percentiles.count(), values.size());
  for (const double p : {0.01, 0.5, 0.95, 0.999}) {
    const auto rank =
        static_cast<size_t>(std::ceil(p * static_cast<double>(values.size())));
    const double exact = values[rank - 1];
    EXPECT_NEAR(percentiles.At(p), exact, 0.03 * exact) << p;
  }
}

TEST(Percentiles, TakeWhatNoDurationCanBe) {
  Percentiles percentiles;
  EXPECT_EQ(percentiles.At(0.5), 0);
  for (const double ms : {0.0, -5.0, 1e300}) percentiles.Add(ms);
  EXPECT_EQ(percentiles.count(), 3u);
  EXPECT_LT(percentiles.At(0.1), 0.002);
  EXPECT_GT(percentiles.At(1), 1e6);
  percentiles.Clear();
  EXPECT_EQ(percentiles.count(), 0u);
}

}  // namespace
}  // namespace camglass
