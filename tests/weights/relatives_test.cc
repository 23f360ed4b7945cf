// Networks that are not ours are refused under their own names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "nets/network.h"
#include "tests/weights/made_model.h"
#include "weights/convert/fingerprint.h"

namespace camglass {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

CheckpointTensor Zeros(const std::string& name, std::vector<size_t> shape) {
  size_t count = 1;
  for (size_t side : shape) count *= side;
  return TensorFromValues(name, std::move(shape), ElementType::kF32,
                          std::vector<float>(count));
}

// A known network with some tensors set, in place of others of the name.
Checkpoint With(const std::string& arch,
                const std::vector<CheckpointTensor>& changes) {
  Checkpoint checkpoint = MadeCheckpoint(arch, "torchvision", 5);
  for (const CheckpointTensor& change : changes) {
    std::erase_if(checkpoint.tensors, [&](const CheckpointTensor& tensor) {
      return tensor.name == change.name;
    });
    checkpoint.tensors.push_back(change);
  }
  return checkpoint;
}

std::string Verdict(const Checkpoint& checkpoint,
                    const std::string& arch = "") {
  return Identify(checkpoint, {arch, ""}).status().message();
}

std::string Verdict(const std::vector<CheckpointTensor>& tensors) {
  Checkpoint checkpoint;
  checkpoint.format = CheckpointFormat::kTorchZip;
  checkpoint.tensors = tensors;
  return Verdict(checkpoint);
}

TEST(RelativesTest, ResNetsByDepth) {
  EXPECT_THAT(Verdict(With("resnet18",
                           {Zeros("layer1.2.conv2.weight", {64, 64, 3, 3}),
                            Zeros("layer3.5.conv2.weight", {256, 256, 3, 3})})),
              HasSubstr("weights of ResNet-34;"));
  const CheckpointTensor bottleneck =
      Zeros("layer1.0.conv3.weight", {256, 64, 1, 1});
  const CheckpointTensor plain = Zeros("layer1.0.conv2.weight", {64, 64, 3, 3});
  const struct {
    const char* last_block;
    const char* name;
  } depths[] = {{"layer3.5.conv3.weight", "ResNet-50;"},
                {"layer3.22.conv3.weight", "ResNet-101;"},
                {"layer3.35.conv3.weight", "ResNet-152;"}};
  for (const auto& depth : depths)
    EXPECT_THAT(
        Verdict(With("resnet18", {bottleneck, plain,
                                  Zeros(depth.last_block, {1024, 256, 1, 1})})),
        HasSubstr(depth.name));
}

TEST(RelativesTest, ResNetsOfOtherKinds) {
  const CheckpointTensor bottleneck =
      Zeros("layer1.0.conv3.weight", {256, 128, 1, 1});
  const CheckpointTensor last =
      Zeros("layer3.5.conv3.weight", {1024, 256, 1, 1});
  EXPECT_THAT(Verdict(With("resnet18",
                           {bottleneck, last,
                            Zeros("layer1.0.conv2.weight", {128, 4, 3, 3})})),
              HasSubstr("ResNeXt-50;"));
  EXPECT_THAT(Verdict(With("resnet18",
                           {bottleneck, last,
                            Zeros("layer1.0.conv2.weight", {128, 128, 3, 3})})),
              HasSubstr("Wide ResNet-50;"));
  // Batch norm before the convolution has the channels of its input.
  EXPECT_THAT(Verdict(With("resnet18", {Zeros("layer2.0.bn1.weight", {64}),
                                        Zeros("layer3.0.bn1.weight", {128})})),
              HasSubstr("pre-activation ResNet-18 (v2)"));
  EXPECT_THAT(Verdict(With("resnet18", {Zeros("conv1.weight", {64, 3, 3, 3})})),
              HasSubstr("small pictures"));
  EXPECT_THAT(Verdict({Zeros("resnetv24_stage1_batchnorm0_gamma", {64})}),
              HasSubstr("pre-activation ResNet"));
}

// Every tensor of torchvision's network with its width multiplied, as its
// authors round channels.
Checkpoint MobileNetOfWidth(double width) {
  Checkpoint checkpoint = MadeCheckpoint("mobilenet_v2", "torchvision", 5);
  const auto scaled = [&](size_t channels) {
    if (channels < 8 || channels == 1280 || channels == 5) return channels;
    const double wanted = static_cast<double>(channels) * width;
    const auto rounded = static_cast<size_t>(wanted + 4) / 8 * 8;
    return std::max<size_t>(8, rounded);
  };
  for (CheckpointTensor& tensor : checkpoint.tensors) {
    std::vector<size_t> shape = tensor.shape;
    for (size_t d = 0; d < std::min<size_t>(2, shape.size()); ++d)
      shape[d] = scaled(shape[d]);
    tensor = Zeros(tensor.name, shape);
  }
  return checkpoint;
}

TEST(RelativesTest, MobileNetsByWidth) {
  EXPECT_THAT(Verdict(MobileNetOfWidth(1.4)),
              AllOf(HasSubstr("MobileNet-v2 of width 1.4"),
                    HasSubstr("[48, 3, 3, 3], not [32, 3, 3, 3]")));
  EXPECT_THAT(Verdict(MobileNetOfWidth(0.5)), HasSubstr("of width 0.5"));
  EXPECT_THAT(Verdict(MobileNetOfWidth(0.75), "resnet18"),
              AllOf(HasSubstr("of width 0.75"), HasSubstr("not of resnet18")));
}

// A head of another name and width than the known one is not found as such.
TEST(RelativesTest, WidthsAreToldWhateverTheHeadIsCalled) {
  Checkpoint checkpoint = MadeCheckpoint("mobilenet_v1", "torchvision", 5);
  for (CheckpointTensor& tensor : checkpoint.tensors) {
    std::vector<size_t> shape = tensor.shape;
    for (size_t& side : shape)
      if (side >= 32) side /= 2;
    const bool head = tensor.name.starts_with("classifier.");
    tensor = Zeros(head ? "top" + tensor.name.substr(12) : tensor.name, shape);
  }
  EXPECT_THAT(Verdict(checkpoint), HasSubstr("MobileNet-v1 of width 0.5"));
}

TEST(RelativesTest, SqueezeNetsOfOtherWidths) {
  Checkpoint checkpoint = MadeCheckpoint("squeezenet1_1", "torchvision", 5);
  for (CheckpointTensor& tensor : checkpoint.tensors) {
    std::vector<size_t> shape = tensor.shape;
    if (tensor.name.find("classifier") == std::string::npos) shape[0] *= 2;
    tensor = Zeros(tensor.name, shape);
  }
  EXPECT_THAT(Verdict(checkpoint), HasSubstr("squeezenet1_1 of other widths"));
}

// One wrong tensor is damage, and is named as such.
TEST(RelativesTest, AWrongShapeIsNoRelative) {
  EXPECT_THAT(
      Verdict(With("resnet18", {Zeros("fc.weight", {5, 500})})),
      AllOf(HasSubstr("look like resnet18"), HasSubstr("fc.weight [5, 500]")));
}

TEST(RelativesTest, OtherFamilies) {
  const struct {
    CheckpointTensor tensor;
    const char* name;
  } families[] = {
      {Zeros("features.0.weight", {64, 3, 11, 11}), "AlexNet"},
      {Zeros("features.denseblock1.denselayer1.norm1.weight", {64}),
       "DenseNet"},
      {Zeros("Conv2d_1a_3x3.conv.weight", {32, 3, 3, 3}), "Inception-v3"},
      {Zeros("features.1.block.0.0.weight", {16, 1, 3, 3}), "MobileNet-v3"},
      {Zeros("blocks.0.attn.qkv.weight", {9, 3}), "vision transformer"},
      {Zeros("res2a_branch2a:0", {64, 64, 3, 3}), "Caffe's names"},
  };
  for (const auto& family : families)
    EXPECT_THAT(Verdict({family.tensor}), HasSubstr(family.name));
}

TEST(RelativesTest, EveryForeignNetworkIsCalledByItsName) {
  for (const ForeignNetwork& foreign : ForeignNetworks())
    EXPECT_THAT(Verdict({Zeros(std::string(foreign.mark) + "weight", {64})}),
                HasSubstr(foreign.name));
}

// A network that has become known is foreign no longer.
TEST(RelativesTest, NoKnownNetworkHasAForeignMark) {
  const auto expect_known = [](const std::string& name) {
    for (const ForeignNetwork& foreign : ForeignNetworks())
      EXPECT_EQ(name.find(foreign.mark), std::string::npos)
          << name << " is said to be of " << foreign.name;
  };
  for (const Network& network : Networks()) {
    for (const std::string& variant : VariantsOf(network.name)) {
      const auto net = BuildNet(*DefaultConfig(network.name, variant));
      for (const Param& param : net->graph.params) expect_known(param.name);
    }
    for (const SourceNames* source : {&network.caffe, &network.keras})
      if (source->layers != nullptr)
        for (const auto& [layer, module] : source->layers())
          expect_known(layer + ":0");
  }
}

}  // namespace
}  // namespace camglass
