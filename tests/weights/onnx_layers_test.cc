#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/weights/made_layers.h"
#include "weights/limits.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The floats from -1.5 in steps of 0.25 that make_fixtures.py calls a ramp.
float Ramp(size_t i, float start = -1.5f) {
  return start + 0.25f * static_cast<float>(i);
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
