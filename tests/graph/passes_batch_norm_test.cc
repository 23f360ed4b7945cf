#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "engine/graph/passes.h"
#include "tests/graph/pass_case.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;

class FoldGroupsTest
    : public ::testing::TestWithParam<std::pair<size_t, bool>> {};

TEST_P(FoldGroupsTest, ConvolutionTakesTheNormAfterIt) {
  const auto [groups, bias] = GetParam();
  Layers l;
  const ValueId conv = l.Conv("conv", l.Input(), groups, bias);
  const Graph graph = Apply(FoldBatchNorm, l.Finish(l.Norm("norm", conv)));
  EXPECT_THAT(OpNames(graph), ElementsAre("conv"));
  EXPECT_EQ(OutputOf(graph, "conv"), "norm");
  ASSERT_TRUE(ConvOf(graph, "conv").bias.has_value());
  EXPECT_FALSE(ProducedValues(graph)[conv]);
}

INSTANTIATE_TEST_SUITE_P(
    , FoldGroupsTest,
    ::testing::Values(std::pair{1, false}, std::pair{1, true},
                      std::pair{2, false}, std::pair{2, true},
                      std::pair{kChannels, false}, std::pair{kChannels, true}),
    [](const auto& instance) {
      return "Groups" + std::to_string(instance.param.first) +
             (instance.param.second ? "Bias" : "NoBias");
    });

// weight 2, bias 1; norm: gamma 3, beta 7, mean 5, var 3, eps 1. So the scale
// is 3 / 2, and (2 x + 1 - 5) 3 / 2 + 7 = 3 x + 1.
TEST(FoldBatchNormTest, FoldsTheNumbersOfTheFormula) {
  GraphBuilder b("net");
  const ValueId conv = b.Conv("conv", b.Input("x", 1), {.out_c = 1});
  b.Output(b.BatchNormalize("norm", conv, 1.0));
  Graph graph = std::move(b).Build();
  const std::vector<float> numbers = {2, 1, 3, 7, 5, 3};
  ASSERT_EQ(graph.params.size(), numbers.size());
  for (size_t i = 0; i < numbers.size(); ++i)
    graph.params[i].data = &numbers[i];

  FoldBatchNorm(&graph);
  const Conv2d& folded = ConvOf(graph, "conv");
  std::vector<float> scaled;
  EXPECT_EQ(*graph.params[folded.weight].Rows(0, 1, &scaled), 3.0f);
  EXPECT_EQ(graph.params[*folded.bias].data[0], 1.0f);
}

TEST(FoldBatchNormTest, RoundsOnlyTheResult) {
  Layers l;
  const ValueId conv = l.Conv("conv", l.Input());
  const Graph graph = Apply(FoldBatchNorm, l.Finish(l.Norm("norm", conv)));
  const auto param = [&](const char* name, size_t i) {
    return static_cast<double>(graph.params[graph.FindParam(name)].data[i]);
  };
  const Param& weight = graph.params[ConvOf(graph, "conv").weight];
  std::vector<float> buffer;
  const float* scaled = weight.Rows(0, weight.shape[0], &buffer);
  for (size_t i = 0; i < weight.size(); ++i) {
    const size_t channel = i / (kChannels * 9);
    const double scale = param("norm.weight", channel) /
                         std::sqrt(param("norm.running_var", channel) + 1e-3);
    EXPECT_EQ(scaled[i], static_cast<float>(param("conv.weight", i) * scale));
  }
}

TEST(FoldBatchNormTest, OriginalParamsStayUnderTheirNames) {
  Layers l;
  const ValueId conv = l.Conv("conv", l.Input());
  Graph plain = l.Finish(l.Norm("norm", conv));
  BindRandomParams(1, &plain);
  Graph graph = plain;
  FoldBatchNorm(&graph);
  EXPECT_EQ(graph.params.size(), plain.params.size() + 2);
  for (const Param& param : plain.params) {
    EXPECT_EQ(graph.params[graph.FindParam(param.name)].data, param.data);
  }
}

TEST(FoldBatchNormTest, TwoNormsInARow) {
  Layers l;
  const ValueId norm1 = l.Norm("norm1", l.Conv("conv", l.Input()));
  const Graph graph = Apply(FoldBatchNorm, l.Finish(l.Norm("norm2", norm1)));
  EXPECT_THAT(OpNames(graph), ElementsAre("conv"));
  EXPECT_EQ(OutputOf(graph, "conv"), "norm2");
}

TEST(FoldBatchNormTest, NormsWithoutAConvolutionBeforeThemStay) {
  Layers l;
  const ValueId norm1 = l.Norm("norm1", l.Input());
  const ValueId relu = l.b.Relu("relu", l.Conv("conv", norm1));
  const Graph graph = Apply(FoldBatchNorm, l.Finish(l.Norm("norm2", relu)));
  EXPECT_THAT(OpNames(graph), ElementsAre("norm1", "conv", "relu", "norm2"));
}

TEST(FoldBatchNormTest, ConvolutionsThatOthersNeedStay) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId kept = l.Conv("kept", x);
  l.b.Keep(kept);
  const ValueId norm1 = l.Norm("norm1", kept);
  const ValueId shared = l.Conv("shared", norm1);
  const ValueId norm2 = l.Norm("norm2", shared);
  const Graph graph =
      Apply(FoldBatchNorm, l.Finish(l.b.Sum("sum", norm2, shared)));
  EXPECT_THAT(OpNames(graph),
              ElementsAre("kept", "norm1", "shared", "norm2", "sum"));
}

TEST(FoldBatchNormTest, FusedConvolutionsAreNotScaled) {
  Layers l;
  const ValueId x = l.Input();
  const ValueId relu = l.b.Relu("relu", l.Conv("conv1", x));
  const ValueId norm1 = l.Norm("norm1", relu);
  const ValueId sum = l.b.Sum("sum", l.Conv("conv2", norm1), x);
  const auto passes = [](Graph* graph) {
    FuseResidualAdd(graph);
    FuseActivation(graph);
    FoldBatchNorm(graph);
  };
  const Graph graph = Apply(passes, l.Finish(l.Norm("norm2", sum)));
  EXPECT_THAT(OpNames(graph), ElementsAre("conv1", "norm1", "conv2", "norm2"));
}

}  // namespace
}  // namespace camglass
