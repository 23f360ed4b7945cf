// Numbers that a graph computes from its constants before it runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/weights/made_layers.h"
#include "weights/limits.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;

// PyTorch's way to say "a cell right and below": 0 1 0 1 and four zeros, rows
// of two from the last to the first, turned.
TEST(OnnxConstantsTest, PaddingMayBeComputedFromConstants) {
  OnnxNode concat{"", "Concat", {"list", "zeros"}, {"all"}, {}};
  concat.attributes["axis"].i = 0;
  OnnxNode conv = ConvNode("", {});
  conv.inputs = {"padded", "w"};
  Checkpoint checkpoint =
      Made({{"", "ConstantOfShape", {"four"}, {"zeros"}, {}},
            concat,
            {"", "Reshape", {"all", "pairs"}, {"rows"}, {}},
            {"", "Slice", {"rows", "last", "first", "zero", "last"}, {"s"}, {}},
            {"", "Transpose", {"s"}, {"t"}, {}},
            {"", "Reshape", {"t", "last"}, {"pads"}, {}},
            {"", "Pad", {"in", "pads"}, {"padded"}, {}},
            conv});
  auto graph = std::make_shared<OnnxGraph>(*checkpoint.onnx);
  const auto ints = [&](const char* name, std::vector<int64_t> values) {
    const size_t count = values.size();
    graph->constants[name] = {std::nullopt, std::move(values), {count}};
  };
  ints("four", {4});
  ints("list", {0, 1, 0, 1});
  ints("pairs", {-1, 2});
  ints("last", {-1});
  ints("first", {-(1 << 24)});
  ints("zero", {0});
  checkpoint.onnx = graph;
  const auto layers = ImportLayers(checkpoint);
  ASSERT_TRUE(layers.ok()) << layers.status().message();
  const Layer& last = layers->layers[layers->outputs[0]];
  ASSERT_EQ(last.kind, LayerKind::kConv);
  const Padding pad = last.window.pad;
  EXPECT_THAT((std::vector<size_t>{pad.top, pad.left, pad.bottom, pad.right}),
              ElementsAre(0, 0, 1, 1));
}

// Two lists of zeros, one after the other, of which eight are a padding.
TEST(OnnxConstantsTest, LimitsComputedNumbers) {
  const auto kind = [](int64_t first, int64_t second) {
    OnnxNode concat{"", "Concat", {"a", "b"}, {"zeros"}, {}};
    concat.attributes["axis"].i = 0;
    OnnxNode conv = ConvNode("", {});
    conv.inputs = {"padded", "w"};
    Checkpoint checkpoint =
        Made({{"", "ConstantOfShape", {"first"}, {"a"}, {}},
              {"", "ConstantOfShape", {"second"}, {"b"}, {}},
              concat,
              {"", "Slice", {"zeros", "zero", "eight", "zero"}, {"pads"}, {}},
              {"", "Pad", {"in", "pads"}, {"padded"}, {}},
              conv});
    auto graph = std::make_shared<OnnxGraph>(*checkpoint.onnx);
    graph->constants["first"] = {std::nullopt, {first}, {1}};
    graph->constants["second"] = {std::nullopt, {second}, {1}};
    graph->constants["zero"] = {std::nullopt, {0}, {1}};
    graph->constants["eight"] = {std::nullopt, {8}, {1}};
    checkpoint.onnx = graph;
    const auto layers = ImportLayers(checkpoint);
    EXPECT_TRUE(layers.ok()) << layers.status().message();
    return layers->layers[layers->outputs.front()].inputs.front() == 0
               ? LayerKind::kConv
               : LayerKind::kOther;
  };
  constexpr auto kMost = static_cast<int64_t>(limits::kMaxOnnxShapeInts);
  EXPECT_EQ(kind(kMost - 1, 1), LayerKind::kConv);
  EXPECT_EQ(kind(kMost, 1), LayerKind::kOther);
  EXPECT_EQ(kind(1, kMost), LayerKind::kOther);
  EXPECT_EQ(kind(1, kMost + 1), LayerKind::kOther);
}

// As an exporter leaves a convolution without a bias where nothing is folded:
// a zero, cast like the input, as often as the weight has rows.
TEST(OnnxConstantsTest, BiasesMayBeComputedFromConstants) {
  OnnxNode shape{"", "Shape", {"w"}, {"rows"}, {}};
  shape.attributes["start"].i = 0;
  shape.attributes["end"].i = 1;
  OnnxNode conv = ConvNode("", {});
  conv.inputs = {"in", "w", "bias"};
  Checkpoint checkpoint =
      MadeWith({{"", "CastLike", {"half", "in"}, {"like"}, {}},
                shape,
                {"", "Gather", {"rows", "first"}, {"picked"}, {}},
                {"", "Expand", {"picked", "one"}, {"count"}, {}},
                {"", "Expand", {"like", "count"}, {"bias"}, {}},
                conv},
               {{"first", {0}}, {"one", {1}}});
  checkpoint.tensors.push_back(
      TensorFromValues("half", {}, ElementType::kF32, {0.5f}));
  auto graph = std::make_shared<OnnxGraph>(*checkpoint.onnx);
  graph->constants["half"] = {size_t{1}, {}, {}};
  checkpoint.onnx = graph;
  const auto layers = ImportLayers(checkpoint);
  ASSERT_TRUE(layers.ok()) << layers.status().message();
  const Layer& last = layers->layers[layers->outputs[0]];
  ASSERT_EQ(last.kind, LayerKind::kConv);
  ASSERT_EQ(last.params.size(), 2u);
  const CheckpointTensor& bias = layers->tensors[last.params[1]];
  EXPECT_THAT(bias.shape, ElementsAre(4));
  for (size_t i = 0; i < 4; ++i) EXPECT_EQ(bias.data[i], 0.5f);
}

// The same in a file, with a mean and the axes of another computed too.
TEST(OnnxConstantsTest, ComputesConstantsOfFiles) {
  const auto graph = Import("computed.onnx");
  ASSERT_TRUE(graph.ok()) << graph.status().message();
  const Layer mean = graph->layers[graph->outputs[0]];
  ASSERT_EQ(mean.kind, LayerKind::kGlobalMean);
  const Layer conv = graph->layers[mean.inputs[0]];
  ASSERT_EQ(conv.kind, LayerKind::kConv);
  EXPECT_THAT(graph->tensors[conv.params[1]].shape, ElementsAre(2));
  ASSERT_EQ(graph->normalisation.size(), 3u);
  const double divisors[] = {2, 4, 8};
  for (size_t c = 0; c < 3; ++c) {
    EXPECT_EQ(graph->normalisation[c].mul, 1 / divisors[c]);
    EXPECT_EQ(graph->normalisation[c].add,
              -100 * static_cast<double>(c + 1) / divisors[c]);
  }
}

TEST(OnnxConstantsTest, ExpandedConstantsArePaidFor) {
  for (const int64_t side : {int64_t{100'000}, int64_t{1} << 40}) {
    OnnxNode conv = ConvNode("", {});
    conv.inputs = {"in", "w", "bias"};
    Checkpoint checkpoint =
        MadeWith({{"", "Expand", {"half", "sides"}, {"bias"}, {}}, conv},
                 {{"sides", {side}}});
    checkpoint.tensors.push_back(
        TensorFromValues("half", {}, ElementType::kF32, {0.5f}));
    auto graph = std::make_shared<OnnxGraph>(*checkpoint.onnx);
    graph->constants["half"] = {size_t{1}, {}, {}};
    checkpoint.onnx = graph;
    const auto layers = ImportLayers(checkpoint);
    EXPECT_EQ(layers.ok() ? layers->layers[layers->outputs[0]].kind
                          : LayerKind::kOther,
              LayerKind::kOther);
  }
}

}  // namespace
}  // namespace camglass
