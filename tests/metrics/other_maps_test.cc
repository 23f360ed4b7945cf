// Maps that class maps are compared with, and how.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/metrics/slow.h"
#include "tools/metrics/occlusion.h"
#include "tools/metrics/random_weights.h"
#include "tools/metrics/rank_correlation.h"
#include "tools/metrics/score_cam.h"

namespace camglass {
namespace {

using testing::ElementsAre;

constexpr Rgb kBlack = {0, 0, 0};

TEST(Spread, PutsCellsWhereTheyAre) {
  PlacedMap map = {{5, 5}, std::vector<float>(25), std::nullopt};
  map.values[2 * 5 + 3] = 1;
  map.cells = {{3, 5}, {1, 4}};  // the hot one at y 13, x 13
  EXPECT_EQ(HottestFirst(Spread(map, {30, 30})).front(), 13u * 30 + 13);
  map.cells.reset();  // stretched: pixels 12 to 17 and 18 to 23
  const size_t hottest = HottestFirst(Spread(map, {30, 30})).front();
  EXPECT_NEAR(static_cast<double>(hottest / 30), 14.5, 0.6);
  EXPECT_NEAR(static_cast<double>(hottest % 30), 20.5, 0.6);
}

TEST(Heat, PartsAndRanges) {
  EXPECT_THAT(PositivePart({{1, 3}, {-1, 2, 4}}), ElementsAre(0, 0.5, 1));
  EXPECT_THAT(PositivePart({{1, 2}, {-1, -2}}), ElementsAre(0, 0));
  EXPECT_THAT(WholeRange({{1, 3}, {-1, 0, 3}}), ElementsAre(0, 0.25, 1));
  EXPECT_THAT(WholeRange({{1, 2}, {7, 7}}), ElementsAre(0, 0));
  EXPECT_THAT(HottestFirst({{1, 4}, {1, 2, 2, 0}}), ElementsAre(1, 2, 0, 3));
}

TEST(NeutralColour, IsWhatBecomesZero) {
  // torchvision's mean, and Caffe's in the order of its channels.
  Preprocess torch = {ChannelOrder::kRgb,    1 / 255.0, {0.485, 0.456, 0.406},
                      {0.229, 0.224, 0.225}, 224,       256};
  EXPECT_THAT(NeutralColour(MakeInputTransform(torch, false)),
              ElementsAre(124, 116, 104));
  Preprocess caffe = {ChannelOrder::kBgr, 1,   {104, 117, 123},
                      {1, 1, 1},          227, 256};
  EXPECT_THAT(NeutralColour(MakeInputTransform(caffe, false)),
              ElementsAre(123, 117, 104));
}

TEST(OcclusionMap, IsWhatIsLost) {
  // A square of 2 goes in steps of 1 over the one bright pixel, y 4, x 6.
  std::vector<uint8_t> values(100, 0);
  values[46] = 255;
  const auto map = OcclusionMap(GreyPicture({10, 10}, values), kBlack, MeanRed);
  ASSERT_TRUE(map.ok());
  EXPECT_EQ(map->size, (Extent{9, 9}));
  EXPECT_EQ(map->cells, (CellGrid{{0.5, 1}, {0.5, 1}}));
  for (size_t y = 0; y < 9; ++y)
    for (size_t x = 0; x < 9; ++x) {
      const bool covers = (y == 3 || y == 4) && (x == 5 || x == 6);
      EXPECT_FLOAT_EQ(map->values[y * 9 + x], covers ? 0.01f : 0.0f);
    }
}

TEST(ScoreCamMap, WeighsChannelsByWhatTheyShow) {
  const Picture picture = GreyPicture({1, 2}, {255, 40});
  Tensor features(1, 2, 4);
  features.data = {3, 0, 5, 0,    // the first cell
                   0, 2, 5, -9};  // the second one
  const auto map = ScoreCamMap(picture, features, kBlack, MeanRed);
  ASSERT_TRUE(map.ok());
  // Through the first channel and the fourth the first pixel is seen, logit
  // 2.55; through the second the other, logit 0; the third is constant.
  const double all = 2 * std::exp(2.55) + 1;
  EXPECT_NEAR(static_cast<double>(map->values[0]), 3 * std::exp(2.55) / all,
              1e-6);
  EXPECT_EQ(map->values[1], 0);  // (2 - 9 e^2.55) / all is cut off
}

TEST(RankCorrelation, ByHand) {
  const auto of = [](std::vector<float> a, std::vector<float> b) {
    return RankCorrelation(a, b);
  };
  EXPECT_DOUBLE_EQ(of({1, 2, 3}, {10, 200, 3000}), 1);
  EXPECT_DOUBLE_EQ(of({1, 2, 3}, {3, 2, 1}), -1);
  EXPECT_DOUBLE_EQ(of({1, 2, 3}, {1, 3, 2}), 0.5);
  // Ranks 1, 2.5, 2.5, 4.
  EXPECT_DOUBLE_EQ(of({1, 2, 2, 3}, {1, 2, 3, 4}), 4.5 / std::sqrt(22.5));
  EXPECT_DOUBLE_EQ(of({5, 5, 5}, {1, 2, 3}), 0);
}

TEST(WithRandomWeights, ShufflesTheLastLayers) {
  const auto model = ReadModelFile(CAMGLASS_BUNDLED_MODEL);
  ASSERT_TRUE(model.ok());
  const auto layers = WeightLayers(*model);
  ASSERT_TRUE(layers.ok());
  EXPECT_EQ(layers->size(), 26u);  // SqueezeNet's convolutions
  EXPECT_THAT(CascadeOf(26), ElementsAre(1, 7, 13, 20, 26));
  const auto random = WithRandomWeights(*model, 7, 1);
  ASSERT_TRUE(random.ok());
  for (size_t i = 0; i < model->tensors.size(); ++i) {
    const CheckpointTensor& before = model->tensors[i];
    const CheckpointTensor& after = random->tensors[i];
    std::vector<float> a(before.data, before.data + before.size());
    std::vector<float> b(after.data, after.data + after.size());
    const auto drawn = std::find(layers->end() - 7, layers->end(), before.name);
    EXPECT_EQ(a != b, drawn != layers->end()) << before.name;
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    EXPECT_EQ(a, b) << before.name;
  }
}

}  // namespace
}  // namespace camglass
