// Scores of networks whose classes are judged one by one.
#include "camapp/cam/scores.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "camapp/cam/explain.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

// Values by PyTorch 1.13's torch.sigmoid in float64.
TEST(Scores, SigmoidOfEachLogit) {
  const std::vector<float> logits = {0, 1, -2.5f, 20, -100, 100};
  std::vector<float> scores(logits.size());
  SigmoidScores(logits, scores);
  EXPECT_FLOAT_EQ(scores[0], 0.5f);
  EXPECT_FLOAT_EQ(scores[1], 0.7310585786300049f);
  EXPECT_FLOAT_EQ(scores[2], 0.07585818002124355f);
  EXPECT_FLOAT_EQ(scores[3], 0.9999999979388463f);
  EXPECT_NEAR(scores[4], 3.720075976020836e-44, 1e-44);
  EXPECT_FLOAT_EQ(scores[5], 1);
}

// Values by Python in double precision, of the logits less their greatest.
TEST(Scores, SoftmaxOfAllLogits) {
  const std::vector<float> logits = {1000, 1001, 998.5f};
  std::vector<float> scores(logits.size());
  SoftmaxScores(logits, scores);
  EXPECT_FLOAT_EQ(scores[0], 0.25371618f);
  EXPECT_FLOAT_EQ(scores[1], 0.68967209f);
  EXPECT_FLOAT_EQ(scores[2], 0.056611732f);
}

TEST(Scores, WhatIsNotANumberStaysSo) {
  const std::vector<float> logits = {std::nanf(""),
                                     std::numeric_limits<float>::infinity(),
                                     -std::numeric_limits<float>::infinity()};
  std::vector<float> scores(logits.size());
  SigmoidScores(logits, scores);
  EXPECT_TRUE(std::isnan(scores[0]));
  EXPECT_EQ(scores[1], 1);
  EXPECT_EQ(scores[2], 0);
}

// The rule changes scores alone: the order of classes, logits and maps stay.
TEST(Scores, TheModelSaysWhichRuleCounts) {
  StatusOr<LoadedModel> softmax = LoadModel(CAMGLASS_BUNDLED_MODEL);
  StatusOr<LoadedModel> sigmoid = LoadModel(CAMGLASS_BUNDLED_MODEL);
  ASSERT_TRUE(softmax.ok() && sigmoid.ok());
  sigmoid->info.scores = ScoreRule::kSigmoid;
  const ExplainOptions options{.session = {.threads = 1}};
  auto by_softmax = Explainer::Create(*std::move(softmax), options);
  auto by_sigmoid = Explainer::Create(*std::move(sigmoid), options);
  Explanation a;
  Explanation b;
  const Picture frame = RandomPicture(60, 50, 1);
  ASSERT_TRUE((*by_softmax)->Explain(frame, &a).ok());
  ASSERT_TRUE((*by_sigmoid)->Explain(frame, &b).ok());
  EXPECT_EQ(a.scores.logits, b.scores.logits);
  EXPECT_EQ(a.map.values, b.map.values);
  EXPECT_EQ(a.scores.top[2].index, b.scores.top[2].index);
  for (const RankedClass& ranked : b.scores.top) {
    const double odds = std::exp(double{ranked.logit});
    EXPECT_NEAR(ranked.score, odds / (1 + odds), 1e-6);
  }
}

}  // namespace
}  // namespace camglass
