#include "camapp/viewer/steady_labels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace camglass {
namespace {

constexpr int64_t kFrameNs = 33'000'000;

size_t Best(SteadyLabels* labels) {
  std::vector<RankedClass> ranked;
  labels->Rank(1, &ranked);
  return ranked.at(0).index;
}

TEST(SteadyLabels, TheFirstFrameCountsAsItIs) {
  SteadyLabels labels;
  labels.Add(std::vector<float>{1, 3, 2}, 0);
  std::vector<RankedClass> ranked;
  labels.Rank(5, &ranked);
  ASSERT_EQ(ranked.size(), 3u);
  EXPECT_EQ(ranked[0].index, 1u);
  EXPECT_EQ(ranked[1].index, 2u);
  EXPECT_EQ(ranked[2].index, 0u);
  // Softmax of 3, 2, 1.
  EXPECT_NEAR(ranked[0].score, 0.66524, 1e-5);
  EXPECT_FLOAT_EQ(ranked[0].logit, 3);
}

TEST(SteadyLabels, ClassesCanBeScoredOneByOne) {
  SteadyLabels labels;
  labels.SetRule(ScoreRule::kSigmoid);
  labels.Add(std::vector<float>{1, -2.5f}, 0);
  EXPECT_FLOAT_EQ(labels.Of(0).score, 0.7310585786300049f);
  EXPECT_FLOAT_EQ(labels.Of(1).score, 0.07585818002124355f);
}

TEST(SteadyLabels, NoiseDoesNotSwapThem) {
  SteadyLabels labels;
  labels.Add(std::vector<float>{3.0f, 2.9f}, 0);
  ASSERT_EQ(Best(&labels), 0u);
  for (int i = 1; i < 100; ++i) {
    const float noise = i % 2 == 0 ? 0.3f : -0.3f;
    labels.Add(std::vector<float>{3 - noise, 3 + noise}, i * kFrameNs);
    EXPECT_EQ(Best(&labels), 0u) << i;
  }
}

TEST(SteadyLabels, AClearChangeComesWithinASecond) {
  SteadyLabels labels;
  labels.Add(std::vector<float>{5, 1}, 0);
  ASSERT_EQ(Best(&labels), 0u);
  int changed = 0;
  for (int i = 1; i <= 30 && changed == 0; ++i) {
    labels.Add(std::vector<float>{1, 5}, i * kFrameNs);
    if (Best(&labels) == 1) changed = i;
  }
  EXPECT_GT(changed, 1);
  EXPECT_LT(changed, 30);
}

TEST(SteadyLabels, ValuesThatAreNotFiniteDoNotStay) {
  SteadyLabels labels;
  const float nan = std::numeric_limits<float>::quiet_NaN();
  labels.Add(std::vector<float>{nan, 1}, 0);
  labels.Add(std::vector<float>{4, 1}, 10'000 * kFrameNs);
  EXPECT_EQ(Best(&labels), 0u);
}

TEST(SteadyLabels, OtherClassesStartAnew) {
  SteadyLabels labels;
  labels.Add(std::vector<float>{9, 1, 0}, 0);
  ASSERT_EQ(Best(&labels), 0u);
  labels.Add(std::vector<float>{1, 1.1f}, 1);
  EXPECT_EQ(Best(&labels), 1u);
}

}  // namespace
}  // namespace camglass
