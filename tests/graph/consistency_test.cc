// Each structural fault on its own, planted into a sound graph.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "engine/graph/builder.h"
#include "engine/graph/limits.h"
#include "tests/graph/small_graphs.h"

namespace camglass {
namespace {

// x -> conv (+ residual x) -> bn -> pool -> avg -> lrn -> act -> cat(act, x)
//   -> sum(cat, cat) -> mean -> fc -> softmax -> drop
Graph Sound() {
  GraphBuilder b("net");
  const ValueId x = b.Input("x", 4);
  const ConvSpec spec{.out_c = 4, .k = 3, .pad = Padding::All(1), .groups = 2};
  ValueId y = b.Conv("conv", x, spec);
  y = b.BatchNormalize("bn", y, 1e-5);
  y = b.MaxPool2d("pool", y, {.k = 3, .stride = 1, .pad = 1});
  y = b.AvgPool2d("avg", y, {.k = 3, .stride = 1, .pad = 1});
  y = b.LocalResponseNorm("lrn", y, {});
  y = b.Relu("act", y);
  y = b.Concatenate("cat", {y, x});
  y = b.Sum("sum", y, y);
  y = b.GlobalMean("mean", y);
  y = b.FullyConnected("fc", y, 3);
  y = b.Softmax1d("softmax", y);
  b.Output(b.Dropout("drop", y));
  Graph graph = std::move(b).Build();
  graph.ops[FindOp(graph, "conv")].inputs.push_back(graph.input);
  return graph;
}

Op& OpOf(Graph& graph, const char* name) {
  return graph.ops[FindOp(graph, name)];
}

template <typename Kind>
Kind& KindOf(Graph& graph, const char* name) {
  return std::get<Kind>(OpOf(graph, name).kind);
}

template <typename Fault>
void ExpectAborts(const Fault& plant, const std::string& message) {
  Graph graph = Sound();
  plant(graph);
  EXPECT_DEATH(CheckConsistency(graph), message);
}

TEST(ConsistencyDeathTest, SoundGraphPasses) { CheckConsistency(Sound()); }

TEST(ConsistencyDeathTest, IdsInRange) {
  ExpectAborts([](Graph& g) { g.input = 99; }, "graph net: it has an input");
  ExpectAborts([](Graph& g) { OpOf(g, "lrn").inputs[0] = 99; },
               "op lrn: an input id is out of range");
  ExpectAborts([](Graph& g) { OpOf(g, "lrn").output = 99; },
               "op lrn: the output id is out of range");
  ExpectAborts([](Graph& g) { g.outputs.push_back(99); },
               "an output id is out of range");
  ExpectAborts([](Graph& g) { KindOf<Conv2d>(g, "conv").weight = 99; },
               "op conv: weight is");
  ExpectAborts([](Graph& g) { KindOf<Conv2d>(g, "conv").bias = 99; },
               "op conv: bias is");
}

TEST(ConsistencyDeathTest, OrderOfExecution) {
  ExpectAborts(
      [](Graph& g) { OpOf(g, "conv").inputs[1] = g.FindValue("softmax"); },
      "op conv: an input is used before it is made");
  ExpectAborts([](Graph& g) { std::swap(g.ops[1], g.ops[2]); },
               "op pool: an input is used before it is made");
  ExpectAborts([](Graph& g) { OpOf(g, "act").output = g.FindValue("lrn"); },
               "op act: a value is made twice");
  ExpectAborts([](Graph& g) { OpOf(g, "act").output = g.input; },
               "op act: a value is made twice");
}

TEST(ConsistencyDeathTest, KeptValuesAreMade) {
  ExpectAborts([](Graph& g) { g.ops.pop_back(); },
               "value drop: a kept value is made");
  ExpectAborts(
      [](Graph& g) {
        g.values.push_back({"ghost", 1});
        g.values.back().keep = true;
      },
      "value ghost: a kept value is made");
}

TEST(ConsistencyDeathTest, NumberOfInputs) {
  ExpectAborts([](Graph& g) { OpOf(g, "conv").inputs.clear(); },
               "op conv: an op has inputs");
  ExpectAborts([](Graph& g) { OpOf(g, "conv").inputs.push_back(g.input); },
               "op conv: a convolution has one input, or two");
  ExpectAborts([](Graph& g) { OpOf(g, "sum").inputs.pop_back(); },
               "op sum: an add has two inputs");
  ExpectAborts([](Graph& g) { OpOf(g, "cat").inputs.pop_back(); },
               "op cat: a concat has two or more inputs");
  for (const char* name :
       {"bn", "pool", "avg", "lrn", "act", "mean", "fc", "softmax", "drop"}) {
    ExpectAborts([=](Graph& g) { OpOf(g, name).inputs.push_back(g.input); },
                 std::string("op ") + name + ": (one input|.* one input)");
  }
}

TEST(ConsistencyDeathTest, Channels) {
  const auto set = [](const char* value, size_t channels) {
    return [=](Graph& g) { g.values[g.FindValue(value)].channels = channels; };
  };
  ExpectAborts(set("conv", 5), "op conv: the residual has|op conv: the output");
  ExpectAborts(set("cat", 9), "op cat: the output has all inputs' channels");
  ExpectAborts(set("sum", 9), "op sum: all have the same channels");
  ExpectAborts(set("fc", 4), "op fc: the output has out_c channels");
  ExpectAborts(set("lrn", 5), "op lrn: input and output have the same");
  ExpectAborts(set("x", 0), "value x: the channels are in range");
  ExpectAborts(set("x", kMaxChannels + 1), "value x: the channels are");
  ExpectAborts(
      [](Graph& g) { OpOf(g, "conv").inputs[1] = g.values.size() - 1; },
      "op conv: an input is used before");
}

TEST(ConsistencyDeathTest, ParamShapes) {
  const auto set = [](const char* name, std::vector<size_t> shape) {
    return [=](Graph& g) { g.params[g.FindParam(name)].shape = shape; };
  };
  ExpectAborts(set("conv.weight", {4, 4, 3, 3}), "op conv: weight is");
  ExpectAborts(set("conv.bias", {5}), "op conv: bias is");
  ExpectAborts(set("bn.running_var", {1}), "op bn: batch norm's params");
  ExpectAborts(set("fc.weight", {8, 3}), "op fc: weight is");
  ExpectAborts(set("fc.bias", {4}), "op fc: bias is");
}

TEST(ConsistencyDeathTest, Attributes) {
  ExpectAborts([](Graph& g) { KindOf<Conv2d>(g, "conv").groups = 0; },
               "op conv: groups divide the channels");
  ExpectAborts([](Graph& g) { KindOf<Conv2d>(g, "conv").groups = 3; },
               "op conv: groups divide the channels");
  ExpectAborts([](Graph& g) { KindOf<Conv2d>(g, "conv").stride = 0; },
               "op conv: the stride is in range");
  ExpectAborts([](Graph& g) { KindOf<Conv2d>(g, "conv").kw = 0; },
               "op conv: the window's side is in range");
  ExpectAborts(
      [](Graph& g) { KindOf<Conv2d>(g, "conv").pad.right = kMaxWindow + 1; },
      "op conv: the padding is in range");
  ExpectAborts([](Graph& g) { KindOf<MaxPool>(g, "pool").k = kMaxWindow + 1; },
               "op pool: the window's side is in range");
  ExpectAborts([](Graph& g) { KindOf<AvgPool>(g, "avg").pad = 2; },
               "op avg: padding is at most half the window");
  ExpectAborts([](Graph& g) { KindOf<Lrn>(g, "lrn").size = 4; },
               "op lrn: size is odd");
  ExpectAborts(
      [](Graph& g) { KindOf<Activate>(g, "act").kind = Activation::kNone; },
      "op act: an activation op activates");
}

TEST(GraphBuilderDeathTest, NamesAreUsedOnce) {
  GraphBuilder b("net");
  const ValueId x = b.Input("x", 1);
  b.Relu("relu", x);
  EXPECT_DEATH(b.Relu("relu", x), "check failed");
  EXPECT_DEATH(b.Relu("x", x), "check failed");
}

TEST(GraphBuilderDeathTest, InputComesFirstAndOnce) {
  GraphBuilder b("net");
  b.Input("x", 1);
  EXPECT_DEATH(b.Input("y", 1), "check failed");
}

}  // namespace
}  // namespace camglass
