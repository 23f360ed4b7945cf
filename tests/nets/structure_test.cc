// The networks' structure against published counts and sizes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "engine/graph/shapes.h"
#include "nets/net.h"
#include "tests/golden/golden_file.h"
#include "tests/nets/random_net.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <typename Kind>
size_t Count(const Graph& graph) {
  size_t count = 0;
  for (const Op& op : graph.ops) count += std::holds_alternative<Kind>(op.kind);
  return count;
}

// Trained parameters: running statistics are not counted, as is usual.
size_t ParameterCount(const Graph& graph) {
  size_t count = 0;
  for (const Param& param : graph.params) {
    if (param.name.find(".running_") == std::string::npos) {
      count += param.size();
    }
  }
  return count;
}

Extent MapSize(const Net& net, Extent input) {
  const auto extents = InferExtents(net.graph, input);
  EXPECT_TRUE(extents.ok()) << extents.status().message();
  return extents.ok() ? (*extents)[net.features] : Extent{};
}

// What papers, torchvision and Caffe's prototxt files publish of a network.
struct Facts {
  NetId id;
  size_t parameters;  // with 1000 classes
  size_t convs, dense, norms, max_pools, adds, concats, lrns;
  size_t feature_channels;  // 0: the number of classes
  size_t input_size, min_input;
  Extent square_map;   // at the input size
  Extent map_640x480;  // frame's short side at the input size
  Extent map_1280x720;
  const char* matlab_layer;

  std::string Name() const { return id.Name(); }
};
void PrintTo(const Facts& facts, std::ostream* out) { *out << facts.Name(); }

// A table is read by columns.
// clang-format off
const std::vector<Facts>& AllFacts() {
  constexpr const char* kConv10 = "relu_conv10";
  constexpr const char* kInception = "inception_5b-output";
  constexpr const char* kBlock = "res5b_relu";
  constexpr const char* kOut = "out_relu";
  static const std::vector<Facts> facts = {
      {{"squeezenet1_1", "torchvision"},
       1235496, 26, 0, 0, 3, 0, 8, 0, 0, 224, 17, {13, 13}, {13, 18}, {13, 24}, kConv10},
      {{"squeezenet1_1", "caffe"},
       1235496, 26, 0, 0, 3, 0, 8, 0, 0, 227, 17, {14, 14}, {14, 18}, {14, 25}, kConv10},
      {{"squeezenet1_1", "matlab"},
       1235496, 26, 0, 0, 3, 0, 8, 0, 0, 227, 17, {14, 14}, {14, 18}, {14, 25}, kConv10},
      {{"squeezenet1_1", "keras"},
       1235496, 26, 0, 0, 3, 0, 8, 0, 0, 227, 17, {14, 14}, {14, 18}, {14, 25}, kConv10},
      {{"squeezenet1_0", "torchvision"},
       1248424, 26, 0, 0, 3, 0, 8, 0, 0, 224, 21, {13, 13}, {13, 18}, {13, 24}, kConv10},
      {{"squeezenet1_0", "caffe"},
       1248424, 26, 0, 0, 3, 0, 8, 0, 0, 227, 21, {15, 15}, {15, 20}, {15, 26}, kConv10},
      {{"googlenet", "torchvision"},
       6624904, 57, 1, 57, 13, 0, 9, 0, 1024, 224, 15, {7, 7}, {7, 9}, {7, 13}, kInception},
      {{"googlenet", "caffe"},
       6998552, 57, 1, 0, 13, 0, 9, 2, 1024, 224, 31, {7, 7}, {7, 9}, {7, 12}, kInception},
      {{"googlenet", "matlab"},
       6998552, 57, 1, 0, 13, 0, 9, 2, 1024, 224, 31, {7, 7}, {7, 9}, {7, 12}, kInception},
      {{"resnet18", "torchvision"},
       11689512, 20, 1, 20, 1, 8, 0, 0, 512, 224, 1, {7, 7}, {7, 10}, {7, 13}, kBlock},
      {{"resnet18", "matlab"},
       11689512, 20, 1, 20, 1, 8, 0, 0, 512, 224, 1, {7, 7}, {7, 10}, {7, 13}, kBlock},
      {{"mobilenet_v1", "torchvision"},
       4231976, 27, 1, 27, 0, 0, 0, 0, 1024, 224, 1, {7, 7}, {7, 10}, {7, 13}, ""},
      {{"mobilenet_v1", "keras"},
       4231976, 27, 1, 27, 0, 0, 0, 0, 1024, 224, 31, {7, 7}, {7, 9}, {7, 12}, ""},
      {{"mobilenet_v1", "timm"},
       4231976, 27, 1, 27, 0, 0, 0, 0, 1024, 224, 1, {7, 7}, {7, 10}, {7, 13}, ""},
      {{"mobilenet_v2", "torchvision"},
       3504872, 52, 1, 52, 0, 10, 0, 0, 1280, 224, 1, {7, 7}, {7, 10}, {7, 13}, kOut},
      {{"mobilenet_v2", "keras"},
       3504872, 52, 1, 52, 0, 10, 0, 0, 1280, 224, 1, {7, 7}, {7, 10}, {7, 13}, kOut},
      {{"mobilenet_v2", "matlab"},
       3504872, 52, 1, 52, 0, 10, 0, 0, 1280, 224, 1, {7, 7}, {7, 10}, {7, 13}, kOut},
  };
  return facts;
}
// clang-format on

class StructureTest : public ::testing::TestWithParam<Facts> {};

INSTANTIATE_TEST_SUITE_P(, StructureTest, ::testing::ValuesIn(AllFacts()),
                         CaseName<Facts>);

TEST_P(StructureTest, HasThePublishedParametersAndLayers) {
  const Facts& facts = GetParam();
  const Graph graph = UnboundNet(facts.id, 1000).graph;
  CheckConsistency(graph);
  EXPECT_EQ(ParameterCount(graph), facts.parameters);
  EXPECT_EQ(Count<Conv2d>(graph), facts.convs);
  EXPECT_EQ(Count<Dense>(graph), facts.dense);
  EXPECT_EQ(Count<BatchNorm>(graph), facts.norms);
  EXPECT_EQ(Count<MaxPool>(graph), facts.max_pools);
  EXPECT_EQ(Count<Add>(graph), facts.adds);
  EXPECT_EQ(Count<Concat>(graph), facts.concats);
  EXPECT_EQ(Count<Lrn>(graph), facts.lrns);
}

TEST_P(StructureTest, MapsHaveThePublishedSizes) {
  const Facts& facts = GetParam();
  const Net net = UnboundNet(facts.id);
  const size_t side = net.input_size;
  const auto wide = [side](size_t w, size_t h) {  // long side rounded up
    return Extent{side, (side * w + h - 1) / h};
  };
  EXPECT_EQ(side, facts.input_size);
  EXPECT_EQ(MapSize(net, {side, side}), facts.square_map);
  EXPECT_EQ(MapSize(net, wide(640, 480)), facts.map_640x480);
  EXPECT_EQ(MapSize(net, wide(1280, 720)), facts.map_1280x720);
}

TEST_P(StructureTest, RunsFromItsMinimumSize) {
  const Facts& facts = GetParam();
  const Net net = UnboundNet(facts.id);
  const size_t n = facts.min_input;
  EXPECT_EQ(net.min_input, n);
  EXPECT_TRUE(InferExtents(net.graph, {n, n}).ok());
  EXPECT_FALSE(InferExtents(net.graph, {n - 1, 300}).ok());
  EXPECT_FALSE(InferExtents(net.graph, {300, n - 1}).ok());
}

TEST_P(StructureTest, TakesAnyNumberOfClasses) {
  const Facts& facts = GetParam();
  for (const size_t classes : {1, 2, 10, 1000, 1001}) {
    const Net net = UnboundNet(facts.id, classes);
    const Graph& graph = net.graph;
    const bool direct = facts.feature_channels == 0;
    const size_t features = direct ? classes : facts.feature_channels;
    EXPECT_EQ(graph.values[net.features].channels, features);
    EXPECT_EQ(graph.values[net.logits].channels, classes);
    EXPECT_EQ(graph.values[net.scores].channels, classes);
    const ParamId weight = graph.FindParam(net.head_weight);
    const ParamId bias = graph.FindParam(net.head_bias);
    ASSERT_LT(weight, graph.params.size());
    ASSERT_LT(bias, graph.params.size());
    EXPECT_EQ(graph.params[weight].shape[0], classes);
    EXPECT_THAT(graph.params[bias].shape, ElementsAre(classes));
  }
}

TEST_P(StructureTest, KeepsWhatMapsNeed) {
  const Facts& facts = GetParam();
  const Net net = UnboundNet(facts.id);
  EXPECT_EQ(net.class_map, facts.feature_channels == 0 ? ClassMapKind::kDirect
                                                       : ClassMapKind::kDense);
  EXPECT_EQ(net.matlab_layer, facts.matlab_layer);
  for (const ValueId value : {net.features, net.logits, net.scores}) {
    EXPECT_TRUE(net.graph.values[value].keep);
  }
}

TEST_P(StructureTest, NamesAreUnique) {
  const Graph graph = UnboundNet(GetParam().id).graph;
  std::set<std::string> values, params, ops;
  for (const Value& value : graph.values) {
    EXPECT_TRUE(values.insert(value.name).second) << value.name;
  }
  for (const Param& param : graph.params) {
    EXPECT_TRUE(params.insert(param.name).second) << param.name;
  }
  for (const Op& op : graph.ops) {
    EXPECT_TRUE(ops.insert(op.name).second) << op.name;
  }
}

TEST(NetsTest, EveryVariantIsCovered) {
  EXPECT_EQ(AllFacts().size(), AllNets().size());
}

TEST(NetsTest, TwoClassSqueezeNetHasThePublishedParameters) {
  EXPECT_EQ(ParameterCount(UnboundNet({"squeezenet1_1", "caffe"}, 2).graph),
            723522u);
}

// Their goldens are shared, so they must be one computation.
TEST(NetsTest, VariantsWithoutAGoldenComputeWhatTheirTwinDoes) {
  const auto text = [](const NetId& id) {
    return ToText(UnboundNet(id).graph);
  };
  EXPECT_EQ(text({"squeezenet1_1", "matlab"}),
            text({"squeezenet1_1", "caffe"}));
  EXPECT_EQ(text({"squeezenet1_1", "keras"}), text({"squeezenet1_1", "caffe"}));
  EXPECT_EQ(text({"googlenet", "matlab"}), text({"googlenet", "caffe"}));
  EXPECT_EQ(text({"resnet18", "matlab"}), text({"resnet18", "torchvision"}));
  EXPECT_EQ(text({"mobilenet_v2", "matlab"}), text({"mobilenet_v2", "keras"}));
  EXPECT_NE(text({"mobilenet_v2", "keras"}),
            text({"mobilenet_v2", "torchvision"}));
}

TEST(NetsTest, GoldensAreSharedByVariantsThatComputeTheSame) {
  const auto text = [](const NetId& id) {
    return std::to_string(UnboundNet(id).input_size) +
           ToText(UnboundNet(id).graph);
  };
  std::set<std::string> distinct;
  for (const NetId& id : DistinctNets()) {
    EXPECT_TRUE(distinct.insert(text(id)).second) << id.Name();
  }
  for (const NetId& id : AllNets()) {
    EXPECT_TRUE(distinct.contains(text(id))) << id.Name();
    EXPECT_EQ(text({id.arch, GoldenVariant(id.arch, id.variant)}), text(id));
  }
}

TEST(NetsTest, UnknownNamesAreAnsweredWithTheKnownOnes) {
  const auto arch = DefaultConfig("vgg16", "caffe");
  EXPECT_EQ(arch.status().code(), StatusCode::kNotFound);
  EXPECT_THAT(arch.status().message(), HasSubstr("mobilenet_v2"));
  const auto variant = DefaultConfig("resnet18", "caffe");
  EXPECT_EQ(variant.status().code(), StatusCode::kNotFound);
  EXPECT_THAT(variant.status().message(), HasSubstr("torchvision, matlab"));
  EXPECT_TRUE(VariantsOf("vgg16").empty());
}

TEST(NetsTest, OptionsOutOfRangeAreRefused) {
  const NetConfig good = *DefaultConfig("googlenet", "torchvision");
  EXPECT_TRUE(BuildNet(good).ok());
  const auto refused = [&good](auto change) {
    NetConfig config = good;
    change(config);
    return BuildNet(config).status().code() == StatusCode::kInvalidInput;
  };
  EXPECT_TRUE(refused([](NetConfig& c) { c.classes = 0; }));
  EXPECT_TRUE(refused([](NetConfig& c) { c.classes = kMaxClasses + 1; }));
  EXPECT_TRUE(refused([](NetConfig& c) { c.pool4_k = 4; }));
  EXPECT_TRUE(refused([](NetConfig& c) { c.head_pad = 2; }));
  EXPECT_TRUE(refused([](NetConfig& c) { c.bn_eps = 0; }));
  EXPECT_TRUE(refused([](NetConfig& c) {
    c.bn_eps = std::numeric_limits<double>::quiet_NaN();
  }));
  NetConfig most = good;
  most.classes = kMaxClasses;
  EXPECT_TRUE(BuildNet(most).ok());
}

TEST(NetsTest, WeightsWithoutBatchNormHaveBiasesInstead) {
  for (const char* arch : {"googlenet", "resnet18", "mobilenet_v2"}) {
    NetConfig config = *DefaultConfig(arch, "torchvision");
    config.batch_norm = false;
    const StatusOr<Net> net = BuildNet(config);
    ASSERT_TRUE(net.ok());
    EXPECT_EQ(Count<BatchNorm>(net->graph), 0u);
    // Weight and bias of each convolution and of the dense layer.
    EXPECT_EQ(net->graph.params.size(), 2 * (Count<Conv2d>(net->graph) + 1));
  }
}

TEST(NetsTest, SqueezeNetsLastReluCanBeAbsent) {
  NetConfig config = *DefaultConfig("squeezenet1_1", "torchvision");
  config.head_relu = false;
  const StatusOr<Net> net = BuildNet(config);
  ASSERT_TRUE(net.ok());
  EXPECT_EQ(net->graph.values[net->features].name, "classifier.1");
}

}  // namespace
}  // namespace camglass
