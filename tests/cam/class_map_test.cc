#include "camapp/cam/class_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "engine/session.h"
#include "tests/nets/random_net.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInf = std::numeric_limits<float>::infinity();

TEST(ClassMap, DenseIsTheWeightedSumWithoutTheBias) {
  Tensor features(1, 2, 3);
  features.data = {1, 2, 3, 4, 5, 6};
  const std::vector<float> weight = {0, 0, 0, 1, 10, 100};
  const std::vector<float> bias = {7, 7};
  const ClassHead head = {ClassMapKind::kDense, 2,           3,
                          weight.data(),        bias.data(), nullptr};
  std::vector<float> map(2);
  MapOfClass(features.View(), head, 1, map);
  EXPECT_THAT(map, ElementsAre(321, 654));
}

TEST(ClassMap, DirectIsTheClassesChannel) {
  Tensor features(2, 1, 3);
  features.data = {1, 2, 3, 4, 5, 6};
  const ClassHead head = {
      ClassMapKind::kDirect, 3, 3, nullptr, nullptr, nullptr};
  std::vector<float> map(2);
  MapOfClass(features.View(), head, 2, map);
  EXPECT_THAT(map, ElementsAre(3, 6));
}

// 1e8 and -1e8 would swallow the 1 in single precision.
TEST(ClassMap, SumsInDouble) {
  Tensor features(1, 1, 3);
  features.data = {1, 1, 1};
  const std::vector<float> weight = {1e8f, 1, -1e8f};
  const std::vector<float> bias = {0};
  const ClassHead head = {ClassMapKind::kDense, 1,           3,
                          weight.data(),        bias.data(), nullptr};
  std::vector<float> map(1);
  MapOfClass(features.View(), head, 0, map);
  EXPECT_EQ(map[0], 1);
}

Tensor Input(Extent extent) {
  Tensor input(extent.h, extent.w, 3);
  uint32_t state = 12345;
  for (float& value : input.data) {
    state = state * 1664525u + 1013904223u;
    value = static_cast<float>(state >> 8) / (1 << 23) - 1;
  }
  return input;
}

class EveryNet : public ::testing::TestWithParam<NetId> {};

// The engine's mean and dot product are single precision: n values summed have
// an error of at most about n roundings of the sum of magnitudes.
TEST_P(EveryNet, MeanOfTheMapPlusBiasIsTheLogit) {
  const Net net = BoundNet(GetParam());
  const ClassHead head = HeadOf(net);
  const std::unique_ptr<Session> session = MakeSession(net, {.threads = 1});
  const Extent extent = {97, 161};
  Plan* plan = MakePlan(*session, extent);
  CopyInput(Input(extent), *plan);
  session->Run(*plan);
  const TensorView features = plan->View(net.features);
  const TensorView logits = plan->View(net.logits);
  std::vector<float> map(features.h * features.w);
  for (size_t c = 0; c < head.classes; ++c) {
    MapOfClass(features, head, c, map);
    double sum = 0;
    double magnitudes = 0;
    for (float value : map) sum += static_cast<double>(value);
    for (size_t y = 0; y < features.h; ++y)
      for (size_t x = 0; x < features.w; ++x)
        for (size_t k = 0; k < features.c; ++k)
          magnitudes += std::abs(
              static_cast<double>(features.At(y, x, k)) *
              (head.weight == nullptr
                   ? (k == c ? 1.0 : 0.0)
                   : static_cast<double>(head.weight[c * head.channels + k])));
    const auto cells = static_cast<double>(map.size());
    const double bias =
        head.bias == nullptr ? 0.0 : static_cast<double>(head.bias[c]);
    const double roundings = cells + static_cast<double>(head.channels);
    const double tolerance =
        roundings * 0x1p-24 * (magnitudes / cells + std::abs(bias));
    EXPECT_NEAR(sum / cells + bias, static_cast<double>(logits.At(0, 0, c)),
                tolerance + 1e-12)
        << "class " << c;
  }
}

INSTANTIATE_TEST_SUITE_P(ClassMap, EveryNet,
                         ::testing::ValuesIn(DistinctNets()), CaseName<NetId>);

TEST(MapFacts, OrdinaryMap) {
  const MapFacts facts = FactsOf(std::vector<float>{-1, 0, 3});
  EXPECT_EQ(facts.min, -1);
  EXPECT_EQ(facts.max, 3);
  EXPECT_FALSE(facts.constant);
  EXPECT_FALSE(facts.no_positive_evidence);
  EXPECT_EQ(facts.non_finite, 0u);
}

TEST(MapFacts, EdgeCases) {
  EXPECT_TRUE(FactsOf(std::vector<float>{2, 2}).constant);
  EXPECT_TRUE(FactsOf(std::vector<float>{0, 0}).no_positive_evidence);
  EXPECT_TRUE(FactsOf(std::vector<float>{-3, -1}).no_positive_evidence);
  EXPECT_FALSE(FactsOf(std::vector<float>{-3, -1}).constant);
  const MapFacts some = FactsOf(std::vector<float>{kNaN, 1, kInf, 2, -kInf});
  EXPECT_EQ(some.non_finite, 3u);
  EXPECT_EQ(some.min, 1);
  EXPECT_EQ(some.max, 2);
  const MapFacts none = FactsOf(std::vector<float>{kNaN, kNaN});
  EXPECT_EQ(none.non_finite, 2u);
  EXPECT_TRUE(none.constant);
}

TEST(MapFacts, CountsNonFiniteValues) {
  Tensor values(2, 2, 2);
  values.At(0, 1, 1) = kNaN;
  values.At(1, 0, 0) = -kInf;
  EXPECT_EQ(CountNonFinite(values.View()), 2u);
}

}  // namespace
}  // namespace camglass
