#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "engine/base/nearest_name.h"
#include "tests/weights/made_model.h"
#include "weights/convert/fingerprint.h"
#include "weights/convert/spellings.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;

CheckpointTensor Ramp(const std::string& name, std::vector<size_t> shape) {
  size_t count = 1;
  for (size_t side : shape) count *= side;
  std::vector<float> values(count);
  for (size_t i = 0; i < count; ++i) values[i] = static_cast<float>(i);
  return TensorFromValues(name, std::move(shape), ElementType::kF32,
                          std::move(values));
}

std::vector<float> ValuesOf(const CheckpointTensor& tensor) {
  return {tensor.data, tensor.data + tensor.size()};
}

// One tensor of a Keras file as torchvision would have it.
CheckpointTensor FromKeras(const std::string& arch, const std::string& name,
                           std::vector<size_t> shape) {
  Checkpoint checkpoint;
  checkpoint.format = CheckpointFormat::kKerasHdf5;
  checkpoint.tensors.push_back(Ramp(name, std::move(shape)));
  const Spelling spelling = SpellAs(checkpoint, *FindNetwork(arch), {});
  return Arrange(checkpoint, spelling.roles.at(0));
}

TEST(KerasSpellingTest, ConvolutionsBecomeOihw) {
  // [h=1][w=2][in=3][out=2]: element (0, x, i, o) is 6x + 2i + o.
  const auto weight =
      FromKeras("mobilenet_v2", "Conv1/Conv1/kernel:0", {1, 2, 3, 2});
  EXPECT_EQ(weight.name, "features.0.0.weight");
  EXPECT_THAT(weight.shape, ElementsAre(2, 3, 1, 2));
  EXPECT_THAT(ValuesOf(weight),
              ElementsAre(0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11));
}

TEST(KerasSpellingTest, DepthwiseKernelsBecomeOneFilterAChannel) {
  // [h=1][w=2][channel=2][multiple=1]: element (0, x, c, 0) is 2x + c.
  const auto weight = FromKeras(
      "mobilenet_v2", "block_1_depthwise/block_1_depthwise/depthwise_kernel:0",
      {1, 2, 2, 1});
  EXPECT_EQ(weight.name, "features.2.conv.1.0.weight");
  EXPECT_THAT(weight.shape, ElementsAre(2, 1, 1, 2));
  EXPECT_THAT(ValuesOf(weight), ElementsAre(0, 2, 1, 3));
}

TEST(KerasSpellingTest, DenseLayersAreTransposed) {
  const auto weight =
      FromKeras("mobilenet_v2", "predictions/predictions/kernel:0", {2, 3});
  EXPECT_EQ(weight.name, "classifier.1.weight");
  EXPECT_THAT(weight.shape, ElementsAre(3, 2));
  EXPECT_THAT(ValuesOf(weight), ElementsAre(0, 3, 1, 4, 2, 5));
}

TEST(KerasSpellingTest, BatchNormTakesTorchvisionsNames) {
  const auto name = [](const std::string& leaf) {
    return FromKeras("mobilenet_v2",
                     "block_3_project_BN/block_3_project_BN/" + leaf, {4})
        .name;
  };
  EXPECT_EQ(name("gamma:0"), "features.4.conv.3.weight");
  EXPECT_EQ(name("beta:0"), "features.4.conv.3.bias");
  EXPECT_EQ(name("moving_mean:0"), "features.4.conv.3.running_mean");
  EXPECT_EQ(name("moving_variance:0"), "features.4.conv.3.running_var");
}

TEST(KerasSpellingTest, OldNamesAndNestedModelsAreFound) {
  EXPECT_EQ(FromKeras("squeezenet1_1", "fire4/expand3x3/fire4/expand3x3_W:0",
                      {3, 3, 32, 128})
                .name,
            "features.6.expand3x3.weight");
  EXPECT_EQ(FromKeras("squeezenet1_1", "conv10/conv10_b:0", {1000}).name,
            "classifier.1.bias");
  EXPECT_EQ(
      FromKeras("mobilenet_v2", "mobilenetv2_1.00_224/bn_Conv1/gamma:0", {32})
          .name,
      "features.0.1.weight");
  EXPECT_EQ(FromKeras("mobilenet_v2", "dense_4/dense_4/bias:0", {2}).name,
            "dense_4/dense_4.bias");
}

// One blob of a Caffe file as torchvision would have it.
CheckpointTensor FromCaffe(const std::string& arch, const std::string& name,
                           std::vector<size_t> shape) {
  Checkpoint checkpoint;
  checkpoint.format = CheckpointFormat::kCaffe;
  checkpoint.tensors.push_back(Ramp(name, std::move(shape)));
  const Spelling spelling = SpellAs(checkpoint, *FindNetwork(arch), {});
  return Arrange(checkpoint, spelling.roles.at(0));
}

TEST(CaffeSpellingTest, NamesAndOldShapes) {
  const auto fc = FromCaffe("googlenet", "loss3/classifier:0", {1, 1, 5, 4});
  EXPECT_EQ(fc.name, "fc.weight");
  EXPECT_THAT(fc.shape, ElementsAre(5, 4));
  const auto bias =
      FromCaffe("googlenet", "inception_4e/5x5_reduce:1", {1, 1, 1, 32});
  EXPECT_EQ(bias.name, "inception4e.branch3.0.conv.bias");
  EXPECT_THAT(bias.shape, ElementsAre(32));
  const auto conv =
      FromCaffe("squeezenet1_0", "fire5/squeeze1x1:0", {32, 256, 1, 1});
  EXPECT_EQ(conv.name, "features.7.squeeze.weight");
  EXPECT_THAT(conv.shape, ElementsAre(32, 256, 1, 1));
  EXPECT_EQ(FromCaffe("squeezenet1_1", "fire5/squeeze1x1:0", {1}).name,
            "features.7.squeeze.weight");
  EXPECT_EQ(FromCaffe("squeezenet1_1", "fire6/squeeze1x1:0", {1}).name,
            "features.9.squeeze.weight");
}

TEST(CaffeSpellingTest, AuxiliaryHeadsAreIgnored) {
  Checkpoint checkpoint;
  checkpoint.format = CheckpointFormat::kCaffe;
  checkpoint.tensors.push_back(Ramp("loss1/fc:0", {2, 2}));
  const Spelling spelling = SpellAs(checkpoint, *FindNetwork("googlenet"), {});
  EXPECT_TRUE(spelling.roles.empty());
  EXPECT_EQ(spelling.ignored.size(), 1u);
}

// Every layer name leads to keys that the network has, each once, and all of
// the network's keys are reached.
void ExpectNamesCoverTheNetwork(const LayerNames& names,
                                const std::string& arch,
                                const std::string& variant) {
  SCOPED_TRACE(arch + " " + variant);
  const auto net = BuildNet(*DefaultConfig(arch, variant));
  std::map<std::string, int> modules;
  for (const Param& param : net->graph.params)
    modules[param.name.substr(0, param.name.rfind('.'))] = 0;
  for (const auto& [layer, module] : names) {
    EXPECT_TRUE(modules.contains(module)) << layer;
    ++modules[module];
  }
  for (const auto& [module, count] : modules)
    EXPECT_EQ(count,
              module == "classifier.1" && names.contains("Logits") ? 2 : 1)
        << module;  // "predictions" and "Logits"
}

TEST(LayerNamesTest, CoverEveryNetworkThatComesInTheFormat) {
  size_t covered = 0;
  for (const Network& network : Networks())
    for (const SourceNames* source : {&network.caffe, &network.keras}) {
      if (source->layers == nullptr) continue;
      const bool caffe = network.FindVariant("caffe") != nullptr;
      ExpectNamesCoverTheNetwork(source->layers(), network.name,
                                 caffe ? "caffe" : "keras");
      ++covered;
    }
  EXPECT_GE(covered, 6u);
}

// But for the head, which some libraries have beside the network.
TEST(LayerNamesTest, CoverEveryNetworkOfALibrary) {
  for (const Network& network : Networks())
    for (const LibraryNames& library : network.libraries) {
      SCOPED_TRACE(library.library);
      LayerNames names = library.layers();
      EXPECT_TRUE(names.contains(library.first)) << library.first;
      const std::string variant = VariantsOf(network.name).front();
      const auto net = BuildNet(*DefaultConfig(network.name, variant));
      const std::string head =
          net->head_weight.substr(0, net->head_weight.rfind('.'));
      const bool has_head =
          std::any_of(names.begin(), names.end(),
                      [&](const auto& layer) { return layer.second == head; });
      if (!has_head) names["(beside)"] = head;
      ExpectNamesCoverTheNetwork(names, network.name, variant);
    }
}

TEST(NearestNameTest, FindsMisspellings) {
  const std::vector<std::string> known = {"conv1.weight", "conv2.weight",
                                          "fc.bias"};
  EXPECT_EQ(NearestName("conv2.wieght", known), "conv2.weight");
  EXPECT_EQ(NearestName("fc.biased", known), "fc.bias");
  EXPECT_EQ(NearestName("something.else", known), "");
  EXPECT_EQ(NearestName("x", {}), "");
}

}  // namespace
}  // namespace camglass
