#include "weights/convert/graph_preprocess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace camglass {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using Numbers = std::array<double, 3>;

// What a graph that computes (x - mean) / std of its input is taken for.
GraphPreprocess Found(const Numbers& mean, const Numbers& std,
                      const std::string& variant = "torchvision",
                      bool flips = false) {
  LayerGraph graph;
  for (size_t c = 0; c < 3; ++c)
    graph.normalisation.push_back(
        {flips ? 2 - c : c, 1 / std[c], -mean[c] / std[c]});
  const auto found = PreprocessOf(graph, *DefaultConfig("resnet18", variant));
  EXPECT_TRUE(found.ok()) << found.status().message();
  return *found;
}

ChannelOrder OrderOf(const GraphPreprocess& found) {
  EXPECT_TRUE(found.preprocess.has_value()) << found.unclear;
  return found.preprocess ? found.preprocess->order : ChannelOrder::kBgr;
}

constexpr Numbers kHalves = {0.5, 0.5, 0.5};
constexpr Numbers kOnes = {1, 1, 1};

// Means that rise from the first channel to the last are somebody's data.
TEST(GraphPreprocessTest, RisingMeansAreNoReasonForBlueFirst) {
  EXPECT_EQ(OrderOf(Found({0.5, 0.5, 0.5005}, kHalves)), ChannelOrder::kRgb);
  EXPECT_EQ(OrderOf(Found({0.3, 0.4, 0.5}, kHalves)), ChannelOrder::kRgb);
  EXPECT_EQ(OrderOf(Found({100, 110, 120}, {50, 50, 50})), ChannelOrder::kRgb);
  EXPECT_EQ(OrderOf(Found(kHalves, kHalves)), ChannelOrder::kRgb);
}

TEST(GraphPreprocessTest, KnownMeansAndFlipsSayBlueFirst) {
  EXPECT_EQ(OrderOf(Found({104, 117, 123}, kOnes)), ChannelOrder::kBgr);
  EXPECT_EQ(OrderOf(Found({103.939, 116.779, 123.68}, kOnes)),
            ChannelOrder::kBgr);
  EXPECT_EQ(OrderOf(Found({0.406, 0.456, 0.485}, {0.225, 0.224, 0.229})),
            ChannelOrder::kBgr);
  EXPECT_EQ(OrderOf(Found({123, 117, 104}, kOnes)), ChannelOrder::kRgb);
  EXPECT_EQ(OrderOf(Found({0.3, 0.4, 0.5}, kHalves, "torchvision", true)),
            ChannelOrder::kBgr);
}

TEST(GraphPreprocessTest, TheOrderIsSaidToBeAssumed) {
  EXPECT_THAT(Found({0.3, 0.4, 0.5}, kHalves).assumptions,
              Contains(HasSubstr("red first: nothing in it says otherwise")));
}

TEST(GraphPreprocessTest, RangesAreToldFromTheNumbers) {
  const auto scale = [](const Numbers& mean, const Numbers& std) {
    const GraphPreprocess found = Found(mean, std);
    EXPECT_EQ(found.unclear, "");
    return found.preprocess ? found.preprocess->scale / found.preprocess->std[0]
                            : 0;
  };
  constexpr double kByte = 255;
  EXPECT_NEAR(scale(kHalves, kHalves), 2 / kByte, 1e-12);
  EXPECT_NEAR(scale({127.5, 127.5, 127.5}, {127.5, 127.5, 127.5}), 2 / kByte,
              1e-12);
  EXPECT_NEAR(scale({0, 0, 0}, {kByte, kByte, kByte}), 1 / kByte, 1e-12);
  EXPECT_NEAR(scale({0, 0, 0}, {1 / kByte, 1 / kByte, 1 / kByte}), 1, 1e-12);
  EXPECT_NEAR(scale({120, 110, 100}, kOnes), 1, 1e-12);
}

// Nothing there says what a pixel is: the numbers are shown, and nothing is
// taken.
TEST(GraphPreprocessTest, ScalingsOfNoKnownRangeAreUnclear) {
  for (const auto& [mean, std] : std::vector<std::pair<Numbers, Numbers>>{
           {{-1, -1, -1}, {2, 2, 2}},              // -1..1 to 0..1
           {{5, 5, 5}, {5, 5, 5}},                 // 0..10
           {{2000, 2000, 2000}, {500, 500, 500}},  // 12 bits
           {kHalves, {1e4, 1e4, 1e4}},
           {{0, 0, 0}, {0.9, 1, 1.1}}}) {  // 0..1 and 0..255 alike
    const GraphPreprocess found = Found(mean, std);
    EXPECT_FALSE(found.preprocess.has_value());
    EXPECT_THAT(found.unclear, HasSubstr("--preprocess order="));
    EXPECT_THAT(found.unclear, HasSubstr("x * ["));
  }
  EXPECT_THAT(Found({5, 5, 5}, {5, 5, 5}).unclear,
              HasSubstr("x * [0.2 0.2 0.2] + [-1 -1 -1]"));
}

TEST(GraphPreprocessTest, AFlipAloneKeepsTheUsualScaling) {
  const GraphPreprocess found = Found({0, 0, 0}, kOnes, "torchvision", true);
  EXPECT_FALSE(found.preprocess.has_value());
  EXPECT_TRUE(found.turns_order);
  EXPECT_EQ(found.unclear, "");
}

}  // namespace
}  // namespace camglass
