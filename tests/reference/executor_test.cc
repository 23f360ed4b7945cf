// RunReference on small graphs whose answers are worked out by hand.
#include "engine/reference/executor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/graph/builder.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Status Bind(const std::map<std::string, std::vector<float>>& data,
            Graph* graph) {
  const Graph& shapes = *graph;
  return BindParams(
      [&](const std::string& name) -> StatusOr<ParamData> {
        const auto found = data.find(name);
        if (found == data.end()) return NotFound("missing");
        const auto owner =
            std::make_shared<const std::vector<float>>(found->second);
        return ParamData{shapes.params[shapes.FindParam(name)].shape,
                         owner->data(), owner};
      },
      graph);
}

Tensor Row(const std::vector<float>& values) {
  Tensor tensor(1, values.size(), 1);
  tensor.data = values;
  return tensor;
}

// x -> conv (1x1, times 2, plus 1) -> relu -> + x -> mean -> dense -> softmax
Graph SmallNet() {
  GraphBuilder b("small");
  const ValueId x = b.Input("x", 1);
  const ValueId conv = b.Conv("conv", x, {.out_c = 1});
  const ValueId relu = b.Relu("relu", conv);
  const ValueId sum = b.Sum("sum", relu, x);
  const ValueId mean = b.GlobalMean("mean", sum);
  const ValueId drop = b.Dropout("drop", mean);
  const ValueId fc = b.FullyConnected("fc", drop, 2);
  b.Output(b.Softmax1d("softmax", fc));
  return std::move(b).Build();
}

const std::map<std::string, std::vector<float>> kSmallParams = {
    {"conv.weight", {2}},
    {"conv.bias", {1}},
    {"fc.weight", {1, 3}},
    {"fc.bias", {0, -12}},
};

TEST(ReferenceExecutorTest, GivesEveryValue) {
  Graph graph = SmallNet();
  ASSERT_TRUE(Bind(kSmallParams, &graph).ok());
  const auto values = RunReference(graph, Row({-3, 1, 2, 4}));
  ASSERT_TRUE(values.ok()) << values.status().message();
  const auto value = [&](const char* name) {
    return (*values)[graph.FindValue(name)].data;
  };
  EXPECT_THAT(value("x"), ElementsAre(-3, 1, 2, 4));
  EXPECT_THAT(value("conv"), ElementsAre(-5, 3, 5, 9));
  EXPECT_THAT(value("relu"), ElementsAre(0, 3, 5, 9));
  EXPECT_THAT(value("sum"), ElementsAre(-3, 4, 7, 13));
  EXPECT_THAT(value("mean"), ElementsAre(5.25f));
  EXPECT_THAT(value("drop"), ElementsAre(5.25f));
  EXPECT_THAT(value("fc"), ElementsAre(5.25f, 3.75f));
  // 1 / (1 + e^-1.5)
  EXPECT_THAT(value("softmax"), ElementsAre(::testing::FloatEq(0.81757448f),
                                            ::testing::FloatEq(0.18242552f)));
}

TEST(ReferenceExecutorTest, RunsAFusedConvolution) {
  Graph graph = SmallNet();
  ASSERT_TRUE(Bind(kSmallParams, &graph).ok());
  // conv + x, then ReLU, in one op; the two ops in between are gone.
  Op& conv = graph.ops[0];
  conv.inputs.push_back(graph.input);
  conv.output = graph.FindValue("sum");
  std::get<Conv2d>(conv.kind).act = Activation::kRelu;
  graph.ops.erase(graph.ops.begin() + 1, graph.ops.begin() + 3);

  const auto values = RunReference(graph, Row({-3, 1, 2, 4}));
  ASSERT_TRUE(values.ok()) << values.status().message();
  EXPECT_THAT((*values)[graph.FindValue("sum")].data, ElementsAre(0, 4, 7, 13));
  EXPECT_TRUE((*values)[graph.FindValue("conv")].data.empty());
  EXPECT_TRUE((*values)[graph.FindValue("relu")].data.empty());
}

TEST(ReferenceExecutorTest, RowFactorsCountInEveryOpWithRows) {
  Graph graph = SmallNet();
  ASSERT_TRUE(Bind(kSmallParams, &graph).ok());
  const auto factors = [](std::vector<double> f) {
    return std::make_shared<const std::vector<double>>(std::move(f));
  };
  graph.params[graph.FindParam("conv.weight")].row_factors = factors({0.5});
  graph.params[graph.FindParam("fc.weight")].row_factors = factors({2, -1});
  const auto values = RunReference(graph, Row({-3, 1, 2, 4}));
  ASSERT_TRUE(values.ok());
  const auto value = [&](const char* name) {
    return (*values)[graph.FindValue(name)].data;
  };
  EXPECT_THAT(value("conv"), ElementsAre(-2, 2, 3, 5));
  EXPECT_THAT(value("mean"), ElementsAre(3.5f));  // of relu + x: -3, 3, 5, 9
  EXPECT_THAT(value("fc"), ElementsAre(7, -22.5f));
}

// Every kind of op once, so that each is dispatched to its own function.
TEST(ReferenceExecutorTest, RunsEveryKindOfOp) {
  GraphBuilder b("kinds");
  const ValueId x = b.Input("x", 1);
  const ValueId norm = b.BatchNormalize("norm", x, 1.0);
  const ValueId max = b.MaxPool2d("max", norm, {.k = 3, .stride = 1, .pad = 1});
  const ValueId avg = b.AvgPool2d("avg", norm, {.k = 3, .stride = 1, .pad = 1});
  const ValueId both = b.Concatenate("both", {max, avg});
  b.Output(b.LocalResponseNorm("lrn", both,
                               {.size = 1, .alpha = 1, .beta = 1, .k = 1}));
  b.Output(b.Relu6("relu6", both));
  Graph graph = std::move(b).Build();
  ASSERT_TRUE(Bind({{"norm.weight", {4}},
                    {"norm.bias", {1}},
                    {"norm.running_mean", {1}},
                    {"norm.running_var", {3}}},
                   &graph)
                  .ok());
  const auto values = RunReference(graph, Row({0, 1, 4}));
  ASSERT_TRUE(values.ok()) << values.status().message();
  const auto value = [&](const char* name) {
    return (*values)[graph.FindValue(name)].data;
  };
  EXPECT_THAT(value("norm"), ElementsAre(-1, 1, 7));
  EXPECT_THAT(value("max"), ElementsAre(1, 7, 7));
  EXPECT_THAT(value("avg"), ElementsAre(0, ::testing::FloatEq(7 / 3.0f), 4));
  EXPECT_THAT(value("both"),
              ElementsAre(1, 0, 7, ::testing::FloatEq(7 / 3.0f), 7, 4));
  EXPECT_THAT(value("relu6"),
              ElementsAre(1, 0, 6, ::testing::FloatEq(7 / 3.0f), 6, 4));
  // x / (1 + x^2)
  EXPECT_THAT(
      value("lrn"),
      ElementsAre(::testing::FloatEq(0.5f), 0, ::testing::FloatEq(0.14f),
                  ::testing::FloatEq(21 / 58.0f), ::testing::FloatEq(0.14f),
                  ::testing::FloatEq(4 / 17.0f)));
}

TEST(ReferenceExecutorTest, RefusesAnInputThatDoesNotFit) {
  GraphBuilder b("net");
  b.Output(b.MaxPool2d("pool", b.Input("x", 3), {.k = 3}));
  const Graph graph = std::move(b).Build();
  const auto channels = RunReference(graph, Tensor(3, 3, 1));
  ASSERT_FALSE(channels.ok());
  EXPECT_THAT(channels.status().message(), HasSubstr("net takes 3 channels"));
  const auto small = RunReference(graph, Tensor(3, 2, 3));
  ASSERT_FALSE(small.ok());
  EXPECT_THAT(small.status().message(), HasSubstr("\"pool\""));
}

TEST(ReferenceExecutorDeathTest, AbortsWhereParamsAreMissing) {
  const Graph graph = SmallNet();
  EXPECT_DEATH((void)RunReference(graph, Row({1})), "data != nullptr");
}

}  // namespace
}  // namespace camglass
