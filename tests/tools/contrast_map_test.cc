#include "tools/audit/contrast_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "camapp/cam/explain.h"
#include "camapp/picture/decode.h"
#include "tools/audit/sample_test.h"
#include "weights/load_model.h"

namespace camglass {
namespace {

using testing::ElementsAre;

TEST(ContrastMaps, DenseHeadByHand) {
  std::vector<float> features = {1, 2, 3, 4};  // two cells, two channels
  const TensorView view{features.data(), 1, 2, 2, 4, 2};
  const std::vector<float> weight = {1, 0, 0, 1, 1, 1};
  const std::vector<float> bias = {10, 20, 30};
  ClassHead head;
  head.classes = 3;
  head.channels = 2;
  head.weight = weight.data();
  head.bias = bias.data();
  // Evidence: 11 13, 22 24, 33 37.
  const std::vector<size_t> two = {0, 2};
  const auto pair = ContrastMaps(view, head, two);
  EXPECT_THAT(pair[0], ElementsAre(-22, -24));
  EXPECT_THAT(pair[1], ElementsAre(22, 24));
  const std::vector<size_t> three = {0, 1, 2};
  const auto all = ContrastMaps(view, head, three);
  EXPECT_THAT(all[0], ElementsAre(-16.5, -17.5));
  EXPECT_THAT(all[1], ElementsAre(0, -1));
  EXPECT_THAT(all[2], ElementsAre(16.5, 18.5));
}

TEST(ContrastMaps, TheirMeanIsTheDifferenceOfLogits) {
  auto model = LoadModel(CAMGLASS_BUNDLED_MODEL);
  ASSERT_TRUE(model.ok());
  const auto explainer = Explainer::Create(*std::move(model), {});
  ASSERT_TRUE(explainer.ok());
  const auto picture =
      ReadPicture(CAMGLASS_SAMPLES "/chelsea.png", DecodeOptions{});
  ASSERT_TRUE(picture.ok());
  Explanation seen;
  ASSERT_TRUE((*explainer)->Explain(*picture, &seen).ok());
  const std::vector<size_t> classes = {281, 285};  // tabby, Egyptian cat
  const auto maps =
      ContrastMaps((*explainer)->features(), (*explainer)->head(), classes);
  const std::vector<double> map(maps[0].begin(), maps[0].end());
  EXPECT_NEAR(
      MeanOf(map),
      static_cast<double>(seen.scores.logits[281] - seen.scores.logits[285]),
      1e-3);
}

TEST(MarginOf, TheLogOddsOfSoftmax) {
  const std::vector<float> logits = {2, 0.5, -1};
  const double rest = std::exp(0.5) + std::exp(-1);
  EXPECT_NEAR(MarginOf(logits, 0), std::log(std::exp(2) / rest), 1e-12);
  const std::vector<float> large = {1000, 900};
  EXPECT_EQ(MarginOf(large, 1), -100);
}

}  // namespace
}  // namespace camglass
