#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/weights/fixtures.h"
#include "weights/limits.h"
#include "weights/onnx/layer_graph.h"
#include "weights/onnx/onnx_graph.h"
#include "weights/onnx/onnx_reader.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The floats from -1.5 in steps of 0.25 that make_fixtures.py calls a ramp.
float Ramp(size_t i, float start = -1.5f) {
  return start + 0.25f * static_cast<float>(i);
}

StatusOr<LayerGraph> Import(const std::string& name) {
  const auto checkpoint = ReadOnnx(Fixture(name), {});
  if (!checkpoint.ok()) return checkpoint.status();
  return ImportLayers(*checkpoint);
}

TEST(OnnxLayersTest, TakesNodesForLayers) {
  const auto graph = Import("layers.onnx");
  ASSERT_TRUE(graph.ok()) << graph.status().message();
  ASSERT_EQ(graph->outputs.size(), 1u);
  const auto layer = [&](size_t id) { return graph->layers[id]; };
  const Layer softmax = layer(graph->outputs[0]);
  ASSERT_EQ(softmax.kind, LayerKind::kSoftmax);
  const Layer dense = layer(softmax.inputs[0]);
  ASSERT_EQ(dense.kind, LayerKind::kDense);
  const Layer mean = layer(dense.inputs[0]);
  ASSERT_EQ(mean.kind, LayerKind::kGlobalMean);
  const Layer concat = layer(mean.inputs[0]);
  ASSERT_EQ(concat.kind, LayerKind::kConcat);
  const Layer sum = layer(concat.inputs[0]);
  ASSERT_EQ(sum.kind, LayerKind::kAdd);
  const Layer pool = layer(concat.inputs[1]);
  ASSERT_EQ(pool.kind, LayerKind::kMaxPool);
  EXPECT_EQ(pool.window.kh, 2u);
  EXPECT_TRUE(pool.window.ceil);
  const Layer lrn = layer(sum.inputs[1]);
  ASSERT_EQ(lrn.kind, LayerKind::kLrn);
  EXPECT_EQ(lrn.lrn.size, 5u);
  EXPECT_EQ(layer(pool.inputs[0]).kind, LayerKind::kRelu6);
  const Layer norm = layer(layer(pool.inputs[0]).inputs[0]);
  ASSERT_EQ(norm.kind, LayerKind::kBatchNorm);
  EXPECT_FLOAT_EQ(static_cast<float>(norm.eps), 1e-3f);
  const Layer conv = layer(norm.inputs[0]);
  ASSERT_EQ(conv.kind, LayerKind::kConv);
  EXPECT_EQ(conv.inputs, std::vector<size_t>{0});
  EXPECT_EQ(conv.window.stride_h, 2u);
  EXPECT_EQ(conv.window.pad.right, 1u);
  EXPECT_TRUE(graph->normalisation.empty() || graph->normalisation[0].mul == 1);
}

// A dense weight stands the other way round in MatMul; a bias before a batch
// norm goes into its mean.
TEST(OnnxLayersTest, BringsWeightsIntoOneForm) {
  const auto graph = Import("layers.onnx");
  ASSERT_TRUE(graph.ok()) << graph.status().message();
  const Layer dense = graph->layers[graph->layers[graph->outputs[0]].inputs[0]];
  ASSERT_EQ(dense.params.size(), 2u);
  const CheckpointTensor& weight = graph->tensors[dense.params[0]];
  EXPECT_EQ(weight.shape, (std::vector<size_t>{3, 4}));
  for (size_t out = 0; out < 3; ++out)
    for (size_t in = 0; in < 4; ++in)
      EXPECT_EQ(weight.data[out * 4 + in], Ramp(in * 3 + out));
  for (const Layer& layer : graph->layers) {
    if (layer.kind != LayerKind::kBatchNorm) continue;
    const CheckpointTensor& mean = graph->tensors[layer.params[2]];
    for (size_t c = 0; c < 2; ++c)
      EXPECT_EQ(mean.data[c], Ramp(c, 1) - Ramp(c));
    EXPECT_EQ(graph->layers[layer.inputs[0]].params.size(), 1u);
  }
}

TEST(OnnxLayersTest, FollowsTheInputsChannels) {
  const auto graph = Import("steps.onnx");
  ASSERT_TRUE(graph.ok()) << graph.status().message();
  ASSERT_EQ(graph->normalisation.size(), 3u);
  const double divisors[] = {2, 4, 8};
  for (size_t c = 0; c < 3; ++c) {
    EXPECT_EQ(graph->normalisation[c].source, 2 - c);
    EXPECT_EQ(graph->normalisation[c].mul, 1 / divisors[c]);
    EXPECT_EQ(graph->normalisation[c].add,
              -static_cast<double>(c + 1) / divisors[c]);
  }
  EXPECT_EQ(graph->height, 8u);
  const Layer mean = graph->layers[graph->outputs[0]];
  ASSERT_EQ(mean.kind, LayerKind::kGlobalMean);
  const Padding pad = graph->layers[mean.inputs[0]].window.pad;
  EXPECT_THAT((std::vector<size_t>{pad.top, pad.left, pad.bottom, pad.right}),
              ElementsAre(0, 0, 1, 1));
}

// A graph made node by node, on an input of three channels.
Checkpoint Made(std::vector<OnnxNode> nodes, std::vector<size_t> shape = {}) {
  auto graph = std::make_shared<OnnxGraph>();
  graph->inputs = {{"in", std::move(shape)}};
  graph->outputs = {nodes.back().outputs.front()};
  graph->nodes = std::move(nodes);
  Checkpoint checkpoint;
  checkpoint.tensors.push_back(
      TensorFromValues("w", {4, 3, 3, 3}, ElementType::kF32,
                       std::vector<float>(size_t{4} * 27)));
  graph->constants["w"] = {size_t{0}, {}, {}};
  checkpoint.onnx = std::move(graph);
  return checkpoint;
}

OnnxNode ConvNode(const std::string& attribute, std::vector<int64_t> ints) {
  OnnxNode node{"c", "Conv", {"in", "w"}, {"out"}, {}};
  if (!attribute.empty()) node.attributes[attribute].ints = std::move(ints);
  return node;
}

LayerKind LastKind(const Checkpoint& checkpoint) {
  const auto graph = ImportLayers(checkpoint);
  EXPECT_TRUE(graph.ok()) << graph.status().message();
  return graph->layers[graph->outputs.front()].kind;
}

// PyTorch's way to say "a cell right and below": 0 1 0 1 and four zeros, rows
// of two from the last to the first, turned.
TEST(OnnxLayersTest, PaddingMayBeComputedFromConstants) {
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
TEST(OnnxLayersTest, LimitsComputedNumbers) {
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

TEST(OnnxLayersTest, WindowsOutOfRangeAreNoLayers) {
  EXPECT_EQ(LastKind(Made({ConvNode("", {})})), LayerKind::kConv);
  EXPECT_EQ(LastKind(Made({ConvNode("strides", {1024, 1024})})),
            LayerKind::kConv);
  for (const auto& [name, ints] :
       std::vector<std::pair<std::string, std::vector<int64_t>>>{
           {"strides", {0, 1}},
           {"strides", {1025, 1}},
           {"strides", {2}},
           {"pads", {-1, 0, 0, 0}},
           {"pads", {0, 0}},
           {"dilations", {2, 2}},
           {"kernel_shape", {5, 5}}})
    EXPECT_EQ(LastKind(Made({ConvNode(name, ints)})), LayerKind::kOther)
        << name;
}

TEST(OnnxLayersTest, UnknownNodesAreNamedNotRefused) {
  const OnnxNode gelu{"g", "Gelu", {"out"}, {"end"}, {}};
  const auto graph = ImportLayers(Made({ConvNode("", {}), gelu}));
  ASSERT_TRUE(graph.ok());
  EXPECT_THAT(LayerText(*graph, graph->outputs[0]), HasSubstr("Gelu 'g'"));
}

TEST(OnnxLayersTest, RefusesOtherInputs) {
  EXPECT_THAT(
      ImportLayers(Made({ConvNode("", {})}, {1, 1, 28, 28})).status().message(),
      HasSubstr("not pictures of three channels"));
  EXPECT_THAT(
      ImportLayers(Made({ConvNode("", {})}, {1, 128})).status().message(),
      HasSubstr("not pictures of three channels"));
  Checkpoint two = Made({ConvNode("", {})});
  auto graph = std::make_shared<OnnxGraph>(*two.onnx);
  graph->inputs.push_back({"more", {}});
  two.onnx = graph;
  EXPECT_THAT(ImportLayers(two).status().message(), HasSubstr("2 inputs"));
}

// What nodes repeat is paid for once by the file: a weight that thousands of
// nodes turn round is not copied so often.
TEST(OnnxLayersTest, NodesCannotMultiplyMemory) {
  std::vector<OnnxNode> nodes = {ConvNode("", {})};
  for (int i = 0; i < 1000; ++i)
    nodes.push_back({"", "Transpose", {"m"}, {"t" + std::to_string(i)}, {}});
  nodes.push_back({"", "Relu", {"out"}, {"end"}, {}});
  Checkpoint checkpoint = Made(nodes);
  checkpoint.tensors.push_back(TensorFromValues(
      "m", {100, 100}, ElementType::kF32, std::vector<float>(10'000)));
  auto graph = std::make_shared<OnnxGraph>(*checkpoint.onnx);
  graph->constants["m"] = {size_t{1}, {}, {}};
  checkpoint.onnx = graph;
  const auto layers = ImportLayers(checkpoint);
  ASSERT_TRUE(layers.ok()) << layers.status().message();
  EXPECT_LE(layers->tensors.size(), 4u);
}

// Six dense layers on one weight that has to be turned: once, for all of them.
TEST(OnnxLayersTest, TurnsASharedWeightOnce) {
  std::vector<OnnxNode> nodes = {
      ConvNode("", {}),
      {"", "GlobalAveragePool", {"out"}, {"v0"}, {}},
  };
  for (int i = 0; i < 6; ++i)
    nodes.push_back({"",
                     "Gemm",
                     {"v" + std::to_string(i), "m"},
                     {"v" + std::to_string(i + 1)},
                     {}});
  Checkpoint checkpoint = Made(nodes);
  checkpoint.tensors.push_back(TensorFromValues(
      "m", {64, 64}, ElementType::kF32, std::vector<float>(4096)));
  auto graph = std::make_shared<OnnxGraph>(*checkpoint.onnx);
  graph->constants["m"] = {size_t{1}, {}, {}};
  checkpoint.onnx = graph;
  const auto layers = ImportLayers(checkpoint);
  ASSERT_TRUE(layers.ok()) << layers.status().message();
  EXPECT_EQ(layers->layers[layers->outputs[0]].kind, LayerKind::kDense);
  EXPECT_EQ(layers->tensors.size(), 3u);
}

// Where there is nothing left to turn a weight with, its layer is not known.
TEST(OnnxLayersTest, ADenseLayerThatIsTooDearIsNoLayer) {
  const auto graph = Import("shared_gemm.onnx");
  ASSERT_TRUE(graph.ok()) << graph.status().message();
  EXPECT_EQ(graph->layers[graph->outputs[0]].kind, LayerKind::kOther);
}

// Made, with more constants: whole numbers by name.
Checkpoint MadeWith(
    std::vector<OnnxNode> nodes,
    const std::vector<std::pair<std::string, std::vector<int64_t>>>& ints,
    std::vector<size_t> shape = {}) {
  Checkpoint checkpoint = Made(std::move(nodes), std::move(shape));
  auto graph = std::make_shared<OnnxGraph>(*checkpoint.onnx);
  for (const auto& [name, values] : ints)
    graph->constants[name] = {std::nullopt, values, {values.size()}};
  checkpoint.onnx = graph;
  return checkpoint;
}

OnnxNode CastNode(const std::string& op, int64_t to) {
  OnnxNode node{"", op, {"out"}, {"end"}, {}};
  node.attributes["to"].i = to;
  return node;
}

TEST(OnnxLayersTest, OnlyCastsAmongRealNumbersChangeNothing) {
  for (const int64_t real : {1, 10, 11, 16})
    EXPECT_EQ(LastKind(Made({ConvNode("", {}), CastNode("Cast", real)})),
              LayerKind::kConv)
        << real;
  for (const int64_t whole : {2, 3, 6, 7, 9})
    EXPECT_EQ(LastKind(Made({ConvNode("", {}), CastNode("Cast", whole)})),
              LayerKind::kOther)
        << whole;
}

TEST(OnnxLayersTest, DropoutIsNothingUnlessItTrains) {
  const auto dropout = [](std::vector<int64_t> training) {
    OnnxNode node{"", "Dropout", {"out"}, {"end", "mask"}, {}};
    if (!training.empty()) node.inputs = {"out", "", "training"};
    Checkpoint checkpoint = Made({ConvNode("", {}), node});
    if (training.empty()) return checkpoint;
    checkpoint.tensors.push_back(TensorFromValues(
        "training", {}, ElementType::kBool, {static_cast<float>(training[0])}));
    auto graph = std::make_shared<OnnxGraph>(*checkpoint.onnx);
    graph->constants["training"] = {size_t{1}, training, {}};
    checkpoint.onnx = graph;
    return checkpoint;
  };
  EXPECT_EQ(LastKind(dropout({})), LayerKind::kConv);
  EXPECT_EQ(LastKind(dropout({0})), LayerKind::kConv);
  EXPECT_THAT(ImportLayers(dropout({1})).status().message(),
              HasSubstr("model.eval()"));
}

// As an exporter leaves a convolution without a bias where nothing is folded:
// a zero, cast like the input, as often as the weight has rows.
TEST(OnnxLayersTest, BiasesMayBeComputedFromConstants) {
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
TEST(OnnxLayersTest, ComputesConstantsOfFiles) {
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

TEST(OnnxLayersTest, ExpandedConstantsArePaidFor) {
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

OnnxNode MeanNode(const std::string& in, const std::string& out,
                  std::vector<int64_t> axes, int64_t keepdims) {
  OnnxNode node{"", "ReduceMean", {in}, {out}, {}};
  node.attributes["axes"].ints = std::move(axes);
  node.attributes["keepdims"].i = keepdims;
  return node;
}

// A mean over height and width, in one step or two; one axis twice is none.
TEST(OnnxLayersTest, MeansCoverBothAxes) {
  const auto kind = [](std::vector<int64_t> axes) {
    return LastKind(Made({ConvNode("", {}), MeanNode("out", "end", axes, 1)}));
  };
  EXPECT_EQ(kind({2, 3}), LayerKind::kGlobalMean);
  EXPECT_EQ(kind({-1, -2}), LayerKind::kGlobalMean);
  EXPECT_NE(kind({2, 2}), LayerKind::kGlobalMean);
  EXPECT_NE(kind({1, 2}), LayerKind::kGlobalMean);
  EXPECT_NE(kind({}), LayerKind::kGlobalMean);
  const auto twice = [](int64_t first, int64_t second, int64_t keepdims) {
    return LastKind(
        Made({ConvNode("", {}), MeanNode("out", "half", {first}, keepdims),
              MeanNode("half", "end", {second}, keepdims)}));
  };
  EXPECT_EQ(twice(2, 3, 1), LayerKind::kGlobalMean);
  EXPECT_EQ(twice(2, 2, 0), LayerKind::kGlobalMean);
  EXPECT_EQ(twice(3, 2, 0), LayerKind::kGlobalMean);
  EXPECT_NE(twice(2, 2, 1), LayerKind::kGlobalMean);
  EXPECT_NE(twice(3, 3, 1), LayerKind::kGlobalMean);
}

// Zeros around values that may be below zero are not what a maximum ignores.
TEST(OnnxLayersTest, ZerosBeforeAMaximumPoolNeedARelu) {
  const auto kind = [](bool relu) {
    OnnxNode pool{"", "MaxPool", {"padded"}, {"end"}, {}};
    pool.attributes["kernel_shape"].ints = {3, 3};
    std::vector<OnnxNode> nodes = {ConvNode("", {})};
    if (relu) nodes.push_back({"", "Relu", {"out"}, {"r"}, {}});
    nodes.push_back({"", "Pad", {relu ? "r" : "out", "pads"}, {"padded"}, {}});
    nodes.push_back(pool);
    return LastKind(MadeWith(nodes, {{"pads", {0, 0, 1, 1, 0, 0, 1, 1}}}));
  };
  EXPECT_EQ(kind(true), LayerKind::kMaxPool);
  EXPECT_EQ(kind(false), LayerKind::kOther);
}

}  // namespace
}  // namespace camglass
