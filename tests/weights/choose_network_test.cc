#include "weights/convert/choose_network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/weights/made_model.h"

namespace camglass {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// The same network with other values: half of the first one's.
Checkpoint Halved(Checkpoint checkpoint) {
  for (CheckpointTensor& tensor : checkpoint.tensors) {
    std::vector<float> values(tensor.data, tensor.data + tensor.size());
    for (float& value : values) value /= 2;
    tensor = TensorFromValues(tensor.name, tensor.shape, ElementType::kF32,
                              std::move(values));
  }
  return checkpoint;
}

void AddBelow(const std::string& prefix, const Checkpoint& part,
              Checkpoint* whole) {
  for (CheckpointTensor tensor : part.tensors) {
    tensor.name = prefix + tensor.name;
    whole->tensors.push_back(std::move(tensor));
  }
}

// Two networks of one kind with different values, under two prefixes.
Checkpoint Pair(const std::string& first, const std::string& second) {
  const Checkpoint made = MadeCheckpoint("resnet18", "torchvision", 5);
  Checkpoint pair;
  AddBelow(first, made, &pair);
  AddBelow(second, Halved(made), &pair);
  return pair;
}

std::string Error(const Checkpoint& checkpoint, const std::string& part = "") {
  return ChooseNetwork(checkpoint, part).status().message();
}

std::vector<std::string> StartsOf(const Checkpoint& checkpoint) {
  std::vector<std::string> starts;
  for (const CheckpointTensor& tensor : checkpoint.tensors) {
    std::string start = tensor.name.substr(0, tensor.name.find('.'));
    if (std::find(starts.begin(), starts.end(), start) == starts.end())
      starts.push_back(std::move(start));
  }
  return starts;
}

TEST(ChooseNetworkTest, OneNetworkIsTakenAsItIs) {
  Checkpoint one;
  AddBelow("state_dict.", MadeCheckpoint("resnet18", "torchvision", 5), &one);
  const auto chosen = ChooseNetwork(one, "");
  ASSERT_TRUE(chosen.ok()) << chosen.status().message();
  EXPECT_EQ(chosen->checkpoint.tensors.size(), one.tensors.size());
  EXPECT_THAT(chosen->evidence, IsEmpty());
}

TEST(ChooseNetworkTest, OfTwoNetworksNoneIsTaken) {
  for (const char* second : {"model_ema.", "ema.module.", "swa_model."})
    EXPECT_THAT(Error(Pair("model.", second)),
                AllOf(HasSubstr("holds 2 networks: model. (resnet18, 5 "
                                "classes), " +
                                std::string(second) +
                                " (resnet18, 5 classes, "
                                "EMA: a running average"),
                      HasSubstr("--part model.")));
  EXPECT_THAT(Error(Pair("student.", "teacher.")),
              AllOf(HasSubstr("student. (resnet18, 5 classes), teacher. "
                              "(resnet18, 5 classes);"),
                    Not(HasSubstr("EMA"))));
}

TEST(ChooseNetworkTest, PyTorchsAveragedModelIsAnAverage) {
  Checkpoint pair = Pair("model.", "averaged_net.module.");
  for (CheckpointTensor& tensor : pair.tensors)
    if (tensor.name.starts_with("averaged_net"))
      tensor.name = "second" + tensor.name.substr(12);
  pair.tensors.push_back(
      TensorFromValues("second.n_averaged", {}, ElementType::kI64, {8}));
  EXPECT_THAT(Error(pair), HasSubstr("second.module. (resnet18, 5 classes, "
                                     "EMA"));
}

TEST(ChooseNetworkTest, AnAverageBelowTheWeightsThemselvesIsFound) {
  const Checkpoint pair = Pair("", "ema.");
  EXPECT_THAT(Error(pair), HasSubstr("2 networks: . (resnet18"));
  const auto root = ChooseNetwork(pair, ".");
  ASSERT_TRUE(root.ok()) << root.status().message();
  EXPECT_THAT(StartsOf(root->checkpoint), Not(Contains("ema")));
}

TEST(ChooseNetworkTest, NetworksOfTwoKindsAreListedToo) {
  Checkpoint both;
  AddBelow("teacher.", MadeCheckpoint("resnet18", "torchvision", 5), &both);
  AddBelow("student.", MadeCheckpoint("mobilenet_v2", "torchvision", 5), &both);
  EXPECT_THAT(Error(both), AllOf(HasSubstr("teacher. (resnet18"),
                                 HasSubstr("student. (mobilenet_v2")));
}

TEST(ChooseNetworkTest, ThePartAskedForIsTaken) {
  for (const char* part : {"model_ema", "model_ema.", "model_ema.module"}) {
    const auto chosen =
        ChooseNetwork(Pair("model.", "model_ema.module."), part);
    ASSERT_TRUE(chosen.ok()) << chosen.status().message();
    EXPECT_THAT(StartsOf(chosen->checkpoint), ElementsAre("model_ema"));
    EXPECT_THAT(chosen->evidence, ElementsAre(HasSubstr("--part")));
  }
}

TEST(ChooseNetworkTest, APartThatIsNotThereIsRefusedWithTheList) {
  EXPECT_THAT(Error(Pair("model.", "ema."), "modle"),
              AllOf(HasSubstr("no network under 'modle'"),
                    HasSubstr("model. (resnet18")));
  EXPECT_THAT(Error(MadeCheckpoint("resnet18", "torchvision", 5), "ema"),
              HasSubstr("--part is one of . (resnet18"));
  Checkpoint caffe = MadeCheckpoint("squeezenet1_1", "caffe", 5);
  caffe.format = CheckpointFormat::kCaffe;
  EXPECT_EQ(ChooseNetwork(caffe, "ema").status().code(), StatusCode::kUsage);
}

// A module that is registered under two names is saved twice.
TEST(ChooseNetworkTest, CopiesOfTheSameValuesAreOneNetwork) {
  const Checkpoint made = MadeCheckpoint("squeezenet1_1", "torchvision", 5);
  Checkpoint twice;
  AddBelow("net.", made, &twice);
  AddBelow("loss.net.", made, &twice);
  const auto chosen = ChooseNetwork(twice, "");
  ASSERT_TRUE(chosen.ok()) << chosen.status().message();
  EXPECT_THAT(StartsOf(chosen->checkpoint), ElementsAre("net"));
  EXPECT_THAT(chosen->evidence, ElementsAre(HasSubstr("same values")));
}

TEST(ChooseNetworkTest, AnUnknownTeacherLeavesNoChoice) {
  Checkpoint both = Pair("student.", "teacher.");
  for (const char* conv : {"conv1", "conv2"})  // so the teacher is deeper
    both.tensors.push_back(
        TensorFromValues("teacher.layer3.5." + std::string(conv) + ".weight",
                         {1, 1, 1, 1}, ElementType::kF32, {1}));
  const auto chosen = ChooseNetwork(both, "");
  ASSERT_TRUE(chosen.ok()) << chosen.status().message();
  EXPECT_THAT(StartsOf(chosen->checkpoint), ElementsAre("student"));
  EXPECT_THAT(chosen->evidence, ElementsAre(HasSubstr("only one")));
}

}  // namespace
}  // namespace camglass
