#include "weights/convert/fingerprint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/weights/made_model.h"

namespace camglass {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

CheckpointTensor Zeros(const std::string& name, std::vector<size_t> shape) {
  size_t count = 1;
  for (size_t side : shape) count *= side;
  return TensorFromValues(name, std::move(shape), ElementType::kF32,
                          std::vector<float>(count));
}

CheckpointTensor* Find(Checkpoint* checkpoint, const std::string& name) {
  for (CheckpointTensor& tensor : checkpoint->tensors)
    if (tensor.name == name) return &tensor;
  return nullptr;
}

std::string Error(const Checkpoint& checkpoint,
                  const FingerprintChoice& choice = {}) {
  return Identify(checkpoint, choice).status().message();
}

TEST(FingerprintTest, RecognisesEachNetworkAndItsClasses) {
  for (const MadeNet& known : NetsToldApart())
    for (const size_t classes : {2, 1000}) {
      SCOPED_TRACE(known.Name());
      const auto found =
          Identify(MadeCheckpoint(known.arch, known.variant, classes), {});
      ASSERT_TRUE(found.ok()) << found.status().message();
      EXPECT_EQ(found->match.config.arch, known.arch);
      EXPECT_EQ(found->match.config.variant, known.variant);
      EXPECT_EQ(found->match.config.classes, classes);
      EXPECT_THAT(found->evidence,
                  Contains(HasSubstr(std::to_string(classes) + " classes")));
    }
}

// The published numbers of parameters (facts paper, sections 1 to 4).
TEST(FingerprintTest, CountsParameters) {
  const struct {
    MadeNet known;
    const char* parameters;
  } totals[] = {{{"squeezenet1_0", "torchvision"}, "(1248424 parameters)"},
                {{"squeezenet1_1", "torchvision"}, "(1235496 parameters)"},
                {{"googlenet", "torchvision"}, "(6624904 parameters)"},
                {{"googlenet", "caffe"}, "(6998552 parameters)"},
                {{"resnet18", "torchvision"}, "(11689512 parameters)"},
                {{"mobilenet_v2", "torchvision"}, "(3504872 parameters)"}};
  for (const auto& total : totals) {
    const auto found = Identify(
        MadeCheckpoint(total.known.arch, total.known.variant, 1000), {});
    ASSERT_TRUE(found.ok());
    EXPECT_THAT(found->evidence, Contains(HasSubstr(total.parameters)));
  }
}

TEST(FingerprintTest, EveryWrongArchitectureIsNamed) {
  for (const MadeNet& known : NetsToldApart()) {
    const Checkpoint checkpoint = MadeCheckpoint(known.arch, known.variant, 5);
    for (const std::string& arch : Architectures()) {
      if (arch == known.arch) continue;
      EXPECT_THAT(Error(checkpoint, {arch, ""}),
                  AllOf(HasSubstr("weights of " + known.arch),
                        HasSubstr("not of " + arch)));
    }
  }
}

// What the weights look like and what they are taken as.
TEST(FingerprintTest, VariantsWithEqualShapesCanBeChosenAndThatIsSaid) {
  const auto padded = Identify(
      MadeCheckpoint("squeezenet1_0", "torchvision", 5), {"", "caffe"});
  ASSERT_TRUE(padded.ok());
  EXPECT_EQ(padded->match.config.head_pad, 1u);
  EXPECT_THAT(padded->assumptions,
              Contains(AllOf(HasSubstr("look like squeezenet1_0 (torchvision)"),
                             HasSubstr("taken as squeezenet1_0 (caffe)"))));
  const auto same =
      Identify(MadeCheckpoint("mobilenet_v2", "torchvision", 5), {"", "keras"});
  ASSERT_TRUE(same.ok());
  EXPECT_TRUE(same->match.config.same_padding);
  EXPECT_EQ(same->match.config.bn_eps, 1e-3);
}

TEST(FingerprintTest, OtherVariantsAreRefused) {
  EXPECT_THAT(
      Error(MadeCheckpoint("googlenet", "torchvision", 5), {"", "caffe"}),
      AllOf(HasSubstr("googlenet (torchvision)"), HasSubstr("not of caffe")));
  const Checkpoint resnet = MadeCheckpoint("resnet18", "torchvision", 5);
  EXPECT_THAT(Error(resnet, {"resnet18", "caffe"}),
              HasSubstr("resnet18 has no variant 'caffe'; choose from "
                        "torchvision, matlab"));
  EXPECT_THAT(
      Error(resnet, {"", "caffe"}),
      AllOf(HasSubstr("resnet18 (torchvision)"), HasSubstr("not of caffe")));
  EXPECT_THAT(Error(resnet, {"resnet50", ""}), HasSubstr("choose from"));
}

TEST(FingerprintTest, WrappersAndPrefixesComeOff) {
  Checkpoint checkpoint = MadeCheckpoint("resnet18", "torchvision", 5);
  for (CheckpointTensor& tensor : checkpoint.tensors)
    tensor.name = "state_dict.module." + tensor.name;
  checkpoint.tensors.push_back(Zeros("optimizer.state.0.exp_avg", {3}));
  const auto found = Identify(checkpoint, {});
  ASSERT_TRUE(found.ok()) << found.status().message();
  EXPECT_EQ(found->match.spelling.prefix, "state_dict.module.");
  EXPECT_EQ(found->match.spelling.ignored.size(), 1u);
}

TEST(FingerprintTest, TrainingOnlyTensorsAreLeftOut) {
  Checkpoint checkpoint = MadeCheckpoint("googlenet", "torchvision", 5);
  checkpoint.tensors.push_back(Zeros("conv1.bn.num_batches_tracked", {}));
  checkpoint.tensors.push_back(Zeros("aux1.fc1.weight", {1024, 2048}));
  checkpoint.tensors.push_back(Zeros("aux2.conv.bn.running_var", {128}));
  const auto found = Identify(checkpoint, {});
  ASSERT_TRUE(found.ok()) << found.status().message();
  EXPECT_EQ(found->match.spelling.ignored.size(), 3u);
}

TEST(FingerprintTest, HeadsOfAnyNameAreFound) {
  for (const MadeNet& known : NetsToldApart()) {
    SCOPED_TRACE(known.arch);
    Checkpoint checkpoint = MadeCheckpoint(known.arch, known.variant, 7);
    const auto net = BuildNet(*DefaultConfig(known.arch, known.variant));
    Find(&checkpoint, net->head_weight)->name = "new_head.3.weight";
    Find(&checkpoint, net->head_bias)->name = "new_head.3.bias";
    const auto found = Identify(checkpoint, {});
    ASSERT_TRUE(found.ok()) << found.status().message();
    EXPECT_EQ(found->match.config.classes, 7u);
    EXPECT_EQ(found->match.renamed_head, "new_head.3.weight");
  }
}

TEST(FingerprintTest, HeadsOfTwoLayersAreRefusedWithTheReason) {
  Checkpoint checkpoint = MadeCheckpoint("resnet18", "torchvision", 5);
  std::erase_if(checkpoint.tensors, [](const CheckpointTensor& tensor) {
    return tensor.name.starts_with("fc.");
  });
  checkpoint.tensors.push_back(Zeros("fc.0.weight", {256, 512}));
  checkpoint.tensors.push_back(Zeros("fc.0.bias", {256}));
  checkpoint.tensors.push_back(Zeros("fc.3.weight", {2, 256}));
  checkpoint.tensors.push_back(Zeros("fc.3.bias", {2}));
  EXPECT_THAT(Error(checkpoint), AllOf(HasSubstr("more than one layer"),
                                       HasSubstr("fc.0.weight [256, 512]"),
                                       HasSubstr("one linear layer only")));
}

// torchvision's MobileNet-v2 is often given two layers where its one head was.
TEST(FingerprintTest, FurtherLayersAfterTheUsualHeadAreRefused) {
  Checkpoint checkpoint = MadeCheckpoint("mobilenet_v2", "torchvision", 256);
  checkpoint.tensors.push_back(Zeros("classifier.4.weight", {2, 256}));
  checkpoint.tensors.push_back(Zeros("classifier.4.bias", {2}));
  EXPECT_THAT(Error(checkpoint),
              AllOf(HasSubstr("more than one layer"),
                    HasSubstr("classifier.1.weight [256, 1280]"),
                    HasSubstr("classifier.4.weight [2, 256]")));
}

TEST(FingerprintTest, AHeadWithoutABiasIsTaken) {
  Checkpoint checkpoint = MadeCheckpoint("resnet18", "torchvision", 5);
  std::erase_if(checkpoint.tensors, [](const CheckpointTensor& tensor) {
    return tensor.name == "fc.bias";
  });
  Find(&checkpoint, "fc.weight")->name = "fc.1.weight";
  const auto found = Identify(checkpoint, {});
  ASSERT_TRUE(found.ok()) << found.status().message();
  EXPECT_TRUE(found->match.head_without_bias);
  EXPECT_THAT(found->evidence, Contains(HasSubstr("no bias")));
}

TEST(FingerprintTest, BrokenWeightsOfAnotherNetworkAreNamedToo) {
  Checkpoint checkpoint = MadeCheckpoint("squeezenet1_1", "torchvision", 5);
  checkpoint.tensors.erase(checkpoint.tensors.begin());
  EXPECT_THAT(Error(checkpoint, {"resnet18", ""}),
              AllOf(HasSubstr("look like squeezenet1_1 (torchvision)"),
                    HasSubstr("not of resnet18")));
}

TEST(FingerprintTest, TheBackgroundClassIsSaid) {
  const auto found =
      Identify(MadeCheckpoint("mobilenet_v2", "torchvision", 1001), {});
  ASSERT_TRUE(found.ok());
  EXPECT_THAT(found->assumptions, Contains(HasSubstr("background class")));
}

TEST(FingerprintTest, MissingKeysAreListedWithTheNearestName) {
  Checkpoint checkpoint = MadeCheckpoint("resnet18", "torchvision", 5);
  Find(&checkpoint, "layer3.0.bn1.weight")->name = "layer3.0.bn1.weigth";
  EXPECT_THAT(Error(checkpoint),
              AllOf(HasSubstr("look like resnet18 (torchvision)"),
                    HasSubstr("missing: layer3.0.bn1.weight (nearest: "
                              "layer3.0.bn1.weigth)"),
                    HasSubstr("unexpected: layer3.0.bn1.weigth (nearest: "
                              "layer3.0.bn1.weight)")));
}

TEST(FingerprintTest, WrongShapesAreListed) {
  Checkpoint checkpoint = MadeCheckpoint("resnet18", "torchvision", 5);
  *Find(&checkpoint, "conv1.weight") = Zeros("conv1.weight", {64, 1, 7, 7});
  EXPECT_THAT(Error(checkpoint), HasSubstr("conv1.weight [64, 1, 7, 7] where "
                                           "it needs [64, 3, 7, 7]"));
}

// What fuse_modules leaves: the convolutions have the norms' biases.
TEST(FingerprintTest, FoldedBatchNormsAreNamed) {
  for (const char* arch : {"resnet18", "mobilenet_v2", "googlenet"}) {
    Checkpoint folded;
    for (const CheckpointTensor& tensor :
         MadeCheckpoint(arch, "torchvision", 5).tensors) {
      const std::string layer = tensor.name.substr(0, tensor.name.rfind('.'));
      if (tensor.shape.size() != 4) {
        if (tensor.shape.size() == 2 || tensor.shape == std::vector<size_t>{5})
          folded.tensors.push_back(tensor);  // the head
        continue;
      }
      folded.tensors.push_back(tensor);
      folded.tensors.push_back(Zeros(layer + ".bias", {tensor.shape[0]}));
    }
    EXPECT_THAT(Error(folded),
                AllOf(HasSubstr(std::string("norms of this ") + arch),
                      HasSubstr("folded"), HasSubstr("ONNX")));
  }
}

TEST(FingerprintTest, WhatIsLackingAndCouldNotBeReadIsSaid) {
  Checkpoint checkpoint = MadeCheckpoint("resnet18", "torchvision", 5);
  checkpoint.unread = {{"loss", "is an object"}, {"m.fc.weight", "is odd"}};
  EXPECT_TRUE(Identify(checkpoint, {}).ok());
  std::erase_if(checkpoint.tensors, [](const CheckpointTensor& tensor) {
    return tensor.name == "fc.weight";
  });
  EXPECT_EQ(Error(checkpoint), "'m.fc.weight' is odd");
  EXPECT_THAT(Error(checkpoint, {"", "torchvision"}), HasSubstr("is odd"));
}

TEST(FingerprintTest, OtherNetworksAreRefused) {
  Checkpoint other;
  other.tensors.push_back(Zeros("block.weight", {3, 3}));
  EXPECT_THAT(Error(other),
              AllOf(HasSubstr("not the weights of a known network"),
                    HasSubstr("resnet18")));
  EXPECT_NE(Error(Checkpoint()), "");
}

TEST(FingerprintTest, TwoTensorsForOneKeyAreRefused) {
  Checkpoint checkpoint;
  checkpoint.format = CheckpointFormat::kKerasHdf5;
  checkpoint.tensors.push_back(Zeros("a/Conv1/kernel:0", {3, 3, 3, 32}));
  checkpoint.tensors.push_back(Zeros("b/Conv1/kernel:0", {3, 3, 3, 32}));
  const auto match =
      MatchCheckpoint(checkpoint, *DefaultConfig("mobilenet_v2", "keras"));
  ASSERT_TRUE(match.ok());
  EXPECT_FALSE(match->Complete());
  EXPECT_EQ(match->refusal,
            "two of its tensors stand for 'features.0.0.weight'");
}

}  // namespace
}  // namespace camglass
