// Networks under other names than torchvision's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/weights/made_model.h"
#include "weights/convert/choose_network.h"
#include "weights/convert/fingerprint.h"

namespace camglass {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

std::string Error(const Checkpoint& checkpoint) {
  const auto chosen = ChooseNetwork(checkpoint, "");
  if (!chosen.ok()) return chosen.status().message();
  return Identify(chosen->checkpoint, {}).status().message();
}

// Torchvision's children in nn.Sequential(*model.children()), with a Flatten
// before the head where people need one.
std::string Numbered(const std::string& arch, const std::string& name) {
  const std::map<std::string, std::map<std::string, int>> places = {
      {"resnet18",
       {{"conv1", 0},
        {"bn1", 1},
        {"layer1", 4},
        {"layer2", 5},
        {"layer3", 6},
        {"layer4", 7},
        {"fc", 10}}},
      {"squeezenet1_0", {{"features", 0}, {"classifier", 1}}},
      {"squeezenet1_1", {{"features", 0}, {"classifier", 1}}},
      {"googlenet",
       {{"conv1", 0},
        {"conv2", 2},
        {"conv3", 3},
        {"inception3a", 5},
        {"inception3b", 6},
        {"inception4a", 8},
        {"inception4b", 9},
        {"inception4c", 10},
        {"inception4d", 11},
        {"inception4e", 12},
        {"inception5a", 14},
        {"inception5b", 15},
        {"fc", 19}}}};
  const std::map<std::string, int> usual = {{"features", 0}, {"classifier", 3}};
  const auto own = places.find(arch);
  const auto& place = own == places.end() ? usual : own->second;
  const size_t dot = name.find('.');
  return std::to_string(place.at(name.substr(0, dot))) + name.substr(dot);
}

// The network's tensors in torchvision's order, under other names.
template <typename Name>
Checkpoint Renamed(const std::string& arch, const Name& rename) {
  Checkpoint checkpoint = MadeCheckpoint(arch, "torchvision", 5);
  for (CheckpointTensor& tensor : checkpoint.tensors)
    tensor.name = rename(tensor.name);
  return checkpoint;
}

// Every tensor ends up under the key that it had.
void ExpectSame(const std::string& arch, const Checkpoint& renamed,
                const std::string& evidence) {
  SCOPED_TRACE(arch);
  const auto chosen = ChooseNetwork(renamed, "");
  ASSERT_TRUE(chosen.ok()) << chosen.status().message();
  EXPECT_THAT(chosen->evidence, Contains(HasSubstr(evidence)));
  const auto found =
      Identify(chosen->checkpoint, {.usual_variant = chosen->usual_variant});
  ASSERT_TRUE(found.ok()) << found.status().message();
  EXPECT_EQ(found->match.config.arch, arch);
  EXPECT_EQ(found->match.config.classes, 5u);
  std::map<std::string, CheckpointTensor> by_key;
  for (const KeyMatch& key : found->match.keys)
    by_key[key.key] =
        Arrange(chosen->checkpoint, found->match.spelling.roles[*key.role]);
  for (const CheckpointTensor& made :
       MadeCheckpoint(arch, "torchvision", 5).tensors) {
    const CheckpointTensor& got = by_key.at(made.name);
    EXPECT_TRUE(std::equal(made.data, made.data + made.size(), got.data))
        << made.name;
  }
}

TEST(OtherNamesTest, SequentialsOfEveryNetwork) {
  for (const std::string& arch : Architectures()) {
    const auto numbered = [&](const std::string& name) {
      return "model." + Numbered(arch, name);
    };
    ExpectSame(arch, Renamed(arch, numbered), "by their shapes and order");
  }
}

TEST(OtherNamesTest, WhatStandsForOrderIsAssumed) {
  const auto chosen = ChooseNetwork(Renamed("resnet18",
                                            [](const std::string& name) {
                                              return Numbered("resnet18", name);
                                            }),
                                    "");
  ASSERT_TRUE(chosen.ok());
  EXPECT_THAT(chosen->assumptions, Contains(HasSubstr("order")));
  EXPECT_THAT(chosen->evidence, Contains(HasSubstr("0 is conv1")));
}

// safetensors writes names sorted, "10" before "2": numbers bring the order
// back, other names don't.
TEST(OtherNamesTest, SortedFilesNeedNumbers) {
  const auto sorted = [](const Checkpoint& checkpoint) {
    Checkpoint result = checkpoint;
    result.format = CheckpointFormat::kSafetensors;
    std::sort(result.tensors.begin(), result.tensors.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return result;
  };
  const auto squeezenet = [](const std::string& name) {
    std::string numbered = Numbered("squeezenet1_1", name);
    for (const auto& [word, number] :
         {std::pair{"squeeze", "0"}, {"expand1x1", "2"}, {"expand3x3", "4"}})
      if (const size_t at = numbered.find(word); at != std::string::npos)
        numbered.replace(at, std::string(word).size(), number);
    return numbered;
  };
  ExpectSame("squeezenet1_1", sorted(Renamed("squeezenet1_1", squeezenet)),
             "by their shapes and order");
  EXPECT_THAT(Error(sorted(Renamed("squeezenet1_1",
                                   [](const std::string& name) {
                                     return Numbered("squeezenet1_1", name);
                                   }))),
              HasSubstr("not the weights of a known network"));
}

// Two layers of one shape in branches beside each other could be either.
TEST(OtherNamesTest, ParallelTwinsNeedTheWholeOrder) {
  const auto numbered = [](const std::string& name) {
    return Numbered("googlenet", name);
  };
  Checkpoint turned = Renamed("googlenet", numbered);
  const auto is_first = [](const CheckpointTensor& tensor) {
    return tensor.name.starts_with("0.");
  };
  // The stem last: each shape alone would still be in order.
  std::stable_partition(turned.tensors.begin(), turned.tensors.end() - 2,
                        [&](const auto& tensor) { return !is_first(tensor); });
  EXPECT_THAT(Error(turned), HasSubstr("not the weights of a known network"));
}

TEST(OtherNamesTest, AnotherNumberOfLayersIsNotTaken) {
  Checkpoint longer = Renamed("resnet18", [](const std::string& name) {
    return Numbered("resnet18", name);
  });
  CheckpointTensor extra = longer.tensors.back();
  extra.name = "11.weight";
  extra.shape = {5, 1};
  longer.tensors.push_back(extra);
  EXPECT_THAT(Error(longer), HasSubstr("not the weights of a known network"));
}

TEST(OtherNamesTest, AHeadBesideTheNetworkIsItsHead) {
  for (const char* head : {"head.", "classifier.1.", "metric."}) {
    Checkpoint checkpoint = Renamed("resnet18", [&](const std::string& name) {
      return name.starts_with("fc.") ? head + name.substr(3)
                                     : "backbone." + name;
    });
    ExpectSame("resnet18", checkpoint,
               "the head " + std::string(head) + "weight stands beside");
  }
}

TEST(OtherNamesTest, TheNearerOfTwoHeadsIsTaken) {
  Checkpoint both;
  for (const char* who : {"teacher.", "student."})
    for (CheckpointTensor tensor :
         MadeCheckpoint("resnet18", "torchvision", 5).tensors) {
      tensor.name = who + (tensor.name.starts_with("fc.")
                               ? "head." + tensor.name.substr(3)
                               : "backbone." + tensor.name);
      if (who[0] == 't') {  // other values
        std::vector<float> values(tensor.data, tensor.data + tensor.size());
        for (float& value : values) value += 1;
        tensor = TensorFromValues(tensor.name, tensor.shape, ElementType::kF32,
                                  std::move(values));
      }
      both.tensors.push_back(std::move(tensor));
    }
  EXPECT_THAT(Error(both), HasSubstr("student.backbone. (resnet18, 5"));
  const auto chosen = ChooseNetwork(both, "student");
  ASSERT_TRUE(chosen.ok()) << chosen.status().message();
  EXPECT_THAT(chosen->evidence, Contains(HasSubstr("student.head.weight")));
}

TEST(OtherNamesTest, SeveralHeadsBesideAreRefused) {
  Checkpoint checkpoint = Renamed("resnet18", [](const std::string& name) {
    return name.starts_with("fc.") ? "head." + name.substr(3)
                                   : "backbone." + name;
  });
  checkpoint.tensors.push_back(TensorFromValues("rotation.weight", {4, 512},
                                                ElementType::kF32,
                                                std::vector<float>(4 * 512)));
  EXPECT_THAT(Error(checkpoint),
              AllOf(HasSubstr("several beside it fit"),
                    HasSubstr("head.weight, rotation.weight")));
}

TEST(OtherNamesTest, AHeadOfTwoLayersBesideIsRefusedToo) {
  Checkpoint checkpoint = Renamed("resnet18", [](const std::string& name) {
    return name.starts_with("fc.") ? "head.2." + name.substr(3)
                                   : "backbone." + name;
  });
  for (CheckpointTensor& tensor : checkpoint.tensors)
    if (tensor.name == "head.2.weight")
      tensor = TensorFromValues(tensor.name, {5, 256}, ElementType::kF32,
                                std::vector<float>(5 * 256));
  checkpoint.tensors.push_back(TensorFromValues("head.0.weight", {256, 512},
                                                ElementType::kF32,
                                                std::vector<float>(256 * 512)));
  EXPECT_THAT(Error(checkpoint), HasSubstr("more than one layer"));
}

}  // namespace
}  // namespace camglass
