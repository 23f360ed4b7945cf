#include "engine/graph/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/graph/builder.h"
#include "tests/graph/small_graphs.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// input -> conv -> bn -> relu -> sum(relu, input) (kept) -> pool -> fc
Graph Example() {
  GraphBuilder b("example");
  const ValueId input = b.Input("input", 4);
  const ValueId conv = b.Conv(
      "conv", input,
      {.out_c = 4, .k = 3, .pad = Padding::All(1), .groups = 2, .bias = false});
  const ValueId bn = b.BatchNormalize("bn", conv, 1e-3);
  const ValueId relu = b.Relu("relu", bn);
  const ValueId sum = b.Sum("sum", relu, input);
  b.Keep(sum);
  const ValueId pool = b.GlobalMean("pool", sum);
  b.Output(b.FullyConnected("fc", pool, 3));
  return std::move(b).Build();
}

std::vector<std::string> ParamNames(const Graph& graph) {
  std::vector<std::string> names;
  for (const Param& param : graph.params) names.push_back(param.name);
  return names;
}

// Weights that fit `graph`, all `fill`.
ParamSource Constant(const Graph& graph, float fill) {
  return [&graph, fill](const std::string& name) -> StatusOr<ParamData> {
    const Param& param = graph.params[graph.FindParam(name)];
    const auto owner =
        std::make_shared<const std::vector<float>>(param.size(), fill);
    return ParamData{param.shape, owner->data(), owner};
  };
}

TEST(GraphBuilderTest, NamesAndShapesParamsLikeTorchvision) {
  const Graph graph = Example();
  EXPECT_THAT(
      ParamNames(graph),
      ElementsAre("conv.weight", "bn.weight", "bn.bias", "bn.running_mean",
                  "bn.running_var", "fc.weight", "fc.bias"));
  EXPECT_THAT(graph.params[0].shape, ElementsAre(4, 2, 3, 3));
  EXPECT_EQ(graph.params[0].size(), 72u);
  EXPECT_THAT(graph.params[1].shape, ElementsAre(4));
  EXPECT_THAT(graph.params[5].shape, ElementsAre(3, 4));
}

TEST(GraphBuilderTest, ValuesHaveTheirLayersNamesAndChannels) {
  const Graph graph = Example();
  EXPECT_EQ(graph.input, graph.FindValue("input"));
  EXPECT_THAT(graph.outputs, ElementsAre(graph.FindValue("fc")));
  EXPECT_EQ(graph.values[graph.FindValue("fc")].channels, 3u);
  EXPECT_EQ(graph.values[graph.FindValue("bn")].channels, 4u);
  EXPECT_THAT(OpNames(graph),
              ElementsAre("conv", "bn", "relu", "sum", "pool", "fc"));
}

TEST(GraphTest, FindsNothingByAnUnknownName) {
  const Graph graph = Example();
  EXPECT_EQ(graph.FindValue("conv.weight"), graph.values.size());
  EXPECT_EQ(graph.FindParam("conv"), graph.params.size());
}

TEST(GraphTest, KnowsWhichValuesAreKept) {
  const Graph graph = Example();
  EXPECT_TRUE(IsKept(graph, graph.FindValue("sum")));
  EXPECT_TRUE(IsKept(graph, graph.FindValue("fc")));  // an output
  EXPECT_FALSE(IsKept(graph, graph.FindValue("relu")));
}

TEST(GraphTest, CountsReadersAndProducers) {
  Graph graph = Example();
  EXPECT_THAT(ReaderCounts(graph), ElementsAre(2, 1, 1, 1, 1, 1, 0));
  EXPECT_THAT(ProducedValues(graph),
              ElementsAre(true, true, true, true, true, true, true));
  graph.ops.erase(graph.ops.begin() + 2);  // relu
  EXPECT_THAT(ProducedValues(graph),
              ElementsAre(true, true, true, false, true, true, true));
}

TEST(GraphTest, AnAddWithItselfIsTwoReaders) {
  GraphBuilder b("twice");
  const ValueId x = b.Input("x", 1);
  b.Output(b.Sum("sum", x, x));
  EXPECT_THAT(ReaderCounts(std::move(b).Build()), ElementsAre(2, 0));
}

TEST(GraphTest, TextShowsEveryOp) {
  EXPECT_EQ(ToText(Example()),
            "conv: conv k=3x3 stride=1 pad=1 groups=2 (input) -> conv [4]\n"
            "bn: batchnorm eps=0.001 (conv) -> bn [4]\n"
            "relu: relu (bn) -> relu [4]\n"
            "sum: add (relu, input) -> sum [4] keep\n"
            "pool: globalavgpool (sum) -> pool [4]\n"
            "fc: dense bias (pool) -> fc [3] keep\n");
}

TEST(GraphTest, TextShowsEveryKindsAttributes) {
  GraphBuilder b("kinds");
  const ValueId x = b.Input("x", 2);
  const ValueId same =
      b.Conv("same", x, {.out_c = 2, .k = 3, .pad = Padding::Same()});
  const ValueId uneven = b.Conv(
      "uneven", same,
      {.out_c = 2, .k = 5, .pad = {Padding::Rule::kExplicit, 0, 1, 2, 3}});
  const ValueId max =
      b.MaxPool2d("max", uneven, {.k = 3, .stride = 2, .ceil = true});
  const ValueId avg = b.AvgPool2d(
      "avg", max, {.k = 2, .stride = 1, .pad = 1, .count_pad = true});
  const ValueId lrn = b.LocalResponseNorm("lrn", avg, {});
  const ValueId relu6 = b.Relu6("relu6", lrn);
  const ValueId drop = b.Dropout("drop", relu6);
  b.Output(b.Softmax1d("softmax", b.Concatenate("cat", {drop, drop})));
  Graph graph = std::move(b).Build();
  std::get<Conv2d>(graph.ops[0].kind).act = Activation::kRelu6;
  EXPECT_EQ(
      ToText(graph),
      "same: conv k=3x3 stride=1 pad=same groups=1 bias act=relu6 (x) -> same "
      "[2]\n"
      "uneven: conv k=5x5 stride=1 pad=0,1,2,3 groups=1 bias (same) -> uneven "
      "[2]\n"
      "max: maxpool k=3 stride=2 pad=0 ceil (uneven) -> max [2]\n"
      "avg: avgpool k=2 stride=1 pad=1 count_pad (max) -> avg [2]\n"
      "lrn: lrn size=5 alpha=0.0001 beta=0.75 k=1 (avg) -> lrn [2]\n"
      "relu6: relu6 (lrn) -> relu6 [2]\n"
      "drop: identity (relu6) -> drop [2]\n"
      "cat: concat (drop, drop) -> cat [4]\n"
      "softmax: softmax (cat) -> softmax [4] keep\n");
}

TEST(BindParamsTest, GivesEveryParamItsDataAndKeepsItAlive) {
  Graph graph = Example();
  ASSERT_TRUE(BindParams(Constant(Example(), 0.5f), &graph).ok());
  for (const Param& param : graph.params) {
    ASSERT_NE(param.data, nullptr) << param.name;
    EXPECT_EQ(param.data[param.size() - 1], 0.5f) << param.name;
    EXPECT_EQ(param.owner.use_count(), 1) << param.name;
  }
}

TEST(BindParamsTest, NamesAWeightThatIsMissing) {
  Graph graph = Example();
  const Graph shapes = Example();
  const Status status = BindParams(
      [&](const std::string& name) -> StatusOr<ParamData> {
        if (name == "bn.bias") return NotFound("not in net.pth");
        return Constant(shapes, 1.0f)(name);
      },
      &graph);
  EXPECT_EQ(status.code(), StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "weight \"bn.bias\": not in net.pth");
  for (const Param& param : graph.params) EXPECT_EQ(param.data, nullptr);
}

TEST(BindParamsTest, NamesBothShapesWhereTheyDiffer) {
  Graph graph = Example();
  const Graph shapes = Example();
  const Status status = BindParams(
      [&](const std::string& name) -> StatusOr<ParamData> {
        StatusOr<ParamData> found = Constant(shapes, 1.0f)(name);
        if (name == "fc.weight") found->shape = {4, 3};
        return found;
      },
      &graph);
  EXPECT_EQ(status.code(), StatusCode::kInvalidInput);
  EXPECT_THAT(status.message(), HasSubstr("\"fc.weight\""));
  EXPECT_THAT(status.message(), HasSubstr("[4, 3]"));
  EXPECT_THAT(status.message(), HasSubstr("example needs [3, 4]"));
}

TEST(BindParamsTest, RefusesTheSameElementsInAnotherRank) {
  Graph graph = Example();
  const Graph shapes = Example();
  const Status status = BindParams(
      [&](const std::string& name) -> StatusOr<ParamData> {
        StatusOr<ParamData> found = Constant(shapes, 1.0f)(name);
        found->shape.push_back(1);
        return found;
      },
      &graph);
  EXPECT_THAT(status.message(), HasSubstr("[4, 2, 3, 3, 1]"));
}

TEST(BindParamsTest, RefusesAWeightWithoutData) {
  Graph graph = Example();
  const Graph shapes = Example();
  const Status status = BindParams(
      [&](const std::string& name) -> StatusOr<ParamData> {
        return ParamData{shapes.params[shapes.FindParam(name)].shape, nullptr,
                         nullptr};
      },
      &graph);
  EXPECT_THAT(status.message(), HasSubstr("\"conv.weight\" has no data"));
}

}  // namespace
}  // namespace camglass
