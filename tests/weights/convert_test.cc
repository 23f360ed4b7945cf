#include "weights/convert/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/weights/fixtures.h"
#include "tests/weights/made_model.h"
#include "weights/checkpoint_formats.h"
#include "weights/class_names/imagenet.h"
#include "weights/load_model.h"

namespace camglass {
namespace {

using namespace std::string_literals;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

// A plain safetensors file of a made-up network, as other programs write it.
FileBytes PlainFile(const std::string& arch, const std::string& variant,
                    size_t classes) {
  const Checkpoint made = MadeCheckpoint(arch, variant, classes);
  std::vector<TensorToWrite> tensors;
  for (const CheckpointTensor& tensor : made.tensors)
    tensors.push_back(
        {tensor.name, tensor.shape, ElementType::kF32, tensor.data});
  std::vector<std::byte> bytes;
  const Status status =
      WriteSafetensors(tensors, {}, [&](std::span<const std::byte> piece) {
        bytes.insert(bytes.end(), piece.begin(), piece.end());
        return Status();
      });
  EXPECT_TRUE(status.ok());
  return FromVector(std::move(bytes));
}

TEST(ConvertTest, MakesAModelThatLoads) {
  for (const std::string& arch : Architectures()) {
    SCOPED_TRACE(arch);
    const auto converted =
        ConvertBytes(PlainFile(arch, "torchvision", 1000), "x.bin", {});
    ASSERT_TRUE(converted.ok()) << converted.status().message();
    const ModelInfo& info = converted->model.info;
    EXPECT_EQ(info.classes, ImageNetNames());
    EXPECT_EQ(info.preprocess.order, ChannelOrder::kRgb);
    EXPECT_EQ(info.preprocess.size, 224u);
    EXPECT_EQ(info.transform_input, arch == "googlenet");
    EXPECT_EQ(info.source.file, "x.bin");
    EXPECT_EQ(info.source.format, "safetensors");
    EXPECT_EQ(info.source.sha256.size(), 64u);
    EXPECT_TRUE(BindModel(converted->model).ok());
  }
}

TEST(ConvertTest, PreprocessingCanBeChosen) {
  const FileBytes file = PlainFile("googlenet", "torchvision", 3);
  ConvertOptions options;
  options.preprocess = "torchvision-plain";
  const auto plain = ConvertBytes(file, "x", options);
  ASSERT_TRUE(plain.ok()) << plain.status().message();
  EXPECT_FALSE(plain->model.info.transform_input);
  options.preprocess = "keras";
  EXPECT_EQ(ConvertBytes(file, "x", options)->model.info.preprocess.mean[0], 1);
  options.preprocess = "nonsense";
  const Status status = ConvertBytes(file, "x", options).status();
  EXPECT_EQ(status.code(), StatusCode::kUsage);
}

TEST(ConvertTest, PreprocessingCanBeGivenInNumbers) {
  const FileBytes file = PlainFile("resnet18", "torchvision", 3);
  ConvertOptions options;
  options.preprocess =
      "order=bgr,scale=1,mean=104;117;123,std=1;1;1";  // Caffe's
  const auto whole = ConvertBytes(file, "x", options);
  ASSERT_TRUE(whole.ok()) << whole.status().message();
  options.preprocess = "caffe";
  EXPECT_EQ(whole->model.info.preprocess,
            ConvertBytes(file, "x", options)->model.info.preprocess);
  options.preprocess = "mean=0.5;0.5;0.5";
  const auto part = ConvertBytes(file, "x", options);
  ASSERT_TRUE(part.ok()) << part.status().message();
  EXPECT_EQ(part->model.info.preprocess.mean[1], 0.5);
  EXPECT_EQ(part->model.info.preprocess.std[0], 0.229);
  EXPECT_THAT(part->report.assumptions,
              Contains(HasSubstr("leaves out is torchvision's")));
  options.preprocess = "order=bgr";
  EXPECT_EQ(ConvertBytes(file, "x", options).status().code(),
            StatusCode::kUsage);
}

// A dense layer follows the mean, and nothing follows it.
TEST(ConvertTest, ADenseHeadOfSqueezeNetHasNoRelu) {
  for (const char* arch : {"squeezenet1_0", "squeezenet1_1"}) {
    Model model = MadeModel(arch, "torchvision", 3);
    for (CheckpointTensor& tensor : model.tensors)
      if (tensor.name == "classifier.1.weight") tensor.shape = {3, 512};
    std::vector<TensorToWrite> tensors;
    for (const CheckpointTensor& tensor : model.tensors)
      tensors.push_back(
          {tensor.name, tensor.shape, ElementType::kF32, tensor.data});
    std::vector<std::byte> bytes;
    ASSERT_TRUE(
        WriteSafetensors(tensors, {}, [&](std::span<const std::byte> piece) {
          bytes.insert(bytes.end(), piece.begin(), piece.end());
          return Status();
        }).ok());
    const auto converted = ConvertBytes(FromVector(bytes), "x", {});
    ASSERT_TRUE(converted.ok()) << converted.status().message();
    EXPECT_FALSE(converted->model.info.config.head_relu);
    EXPECT_TRUE(BindModel(converted->model).ok());
    EXPECT_THAT(converted->report.evidence, Contains(HasSubstr("no ReLU")));
  }
  const auto usual =
      ConvertBytes(PlainFile("squeezenet1_1", "torchvision", 3), "x", {});
  EXPECT_TRUE(usual->model.info.config.head_relu);
}

TEST(ConvertTest, WhatNoTensorShowsIsSaidToBeAssumed) {
  for (const std::string& arch : Architectures())
    EXPECT_THAT(ConvertBytes(PlainFile(arch, "torchvision", 2), "x", {})
                    ->report.assumptions,
                Contains(HasSubstr(
                    "activations, pools and strides are those of " + arch)));
}

TEST(ConvertTest, ScoresAreASoftmaxUnlessThereIsOneOutput) {
  const FileBytes three = PlainFile("resnet18", "torchvision", 3);
  const FileBytes one = PlainFile("resnet18", "torchvision", 1);
  EXPECT_EQ(ConvertBytes(three, "x", {})->model.info.scores,
            ScoreRule::kSoftmax);
  const auto binary = ConvertBytes(one, "x", {});
  ASSERT_TRUE(binary.ok()) << binary.status().message();
  EXPECT_EQ(binary->model.info.scores, ScoreRule::kSigmoid);
  EXPECT_THAT(binary->report.assumptions, Contains(HasSubstr("sigmoid")));

  ConvertOptions options;
  options.scores = "sigmoid";
  EXPECT_EQ(ConvertBytes(three, "x", options)->model.info.scores,
            ScoreRule::kSigmoid);
  options.scores = "softmax";
  EXPECT_THAT(ConvertBytes(one, "x", options).status().message(),
              HasSubstr("one output, whose softmax is 1"));
  options.scores = "argmax";
  const Status unknown = ConvertBytes(three, "x", options).status();
  EXPECT_EQ(unknown.code(), StatusCode::kUsage);
  EXPECT_THAT(unknown.message(), HasSubstr("not 'argmax'"));
}

// Two folders, one output: its score is that of the second, as Keras's binary
// labels have it.
TEST(ConvertTest, OneOutputTakesTheSecondOfTwoNames) {
  const FileBytes one = PlainFile("resnet18", "torchvision", 1);
  ConvertOptions options;
  options.class_names = {"cat", "dog"};
  const auto converted = ConvertBytes(one, "x", options);
  ASSERT_TRUE(converted.ok()) << converted.status().message();
  EXPECT_EQ(converted->model.info.classes, std::vector<std::string>{"dog"});
  EXPECT_THAT(converted->report.notes, Contains(HasSubstr("scores 'dog'")));
}

// Their input layers: zscore of ImageNet's statistics, of 127.5, or means
// alone.
TEST(ConvertTest, MatlabsVariantsNeedNoRecipe) {
  const std::pair<const char*, double> firsts[] = {
      // x of p = 255, red
      {"resnet18", (1 - 0.485) / 0.229},
      {"mobilenet_v2", 1},
      {"squeezenet1_1", 255 - 123}};
  ConvertOptions options;
  options.variant = "matlab";
  for (const auto& [arch, white] : firsts) {
    const auto converted =
        ConvertBytes(PlainFile(arch, "torchvision", 3), "x", options);
    ASSERT_TRUE(converted.ok()) << converted.status().message();
    const Preprocess& p = converted->model.info.preprocess;
    EXPECT_EQ(p.order, ChannelOrder::kRgb);
    EXPECT_NEAR((255 * p.scale - p.mean[0]) / p.std[0], white, 1e-9) << arch;
    EXPECT_THAT(converted->report.assumptions,
                Contains(HasSubstr("'s usual one")));
  }
}

// transformers' and others' large checkpoints.
TEST(ConvertTest, PartsOfACheckpointAreNamed) {
  Checkpoint made = MadeCheckpoint("resnet18", "torchvision", 3);
  made.tensors.resize(made.tensors.size() / 2);
  std::vector<std::byte> bytes;
  std::vector<TensorToWrite> tensors;
  for (const CheckpointTensor& tensor : made.tensors)
    tensors.push_back(
        {tensor.name, tensor.shape, ElementType::kF32, tensor.data});
  ASSERT_TRUE(WriteSafetensors(tensors, {}, [&](auto piece) {
                bytes.insert(bytes.end(), piece.begin(), piece.end());
                return Status();
              }).ok());
  const FileBytes file = FromVector(std::move(bytes));
  const auto error = [&](const char* name) {
    return ConvertBytes(file, name, {}).status().message();
  };
  EXPECT_THAT(error("model-00001-of-00002.safetensors"),
              AllOf(HasSubstr("part 1 of 2"), HasSubstr("one file")));
  EXPECT_THAT(error("pytorch_model-00002-of-00012.bin"),
              HasSubstr("part 2 of 12"));
  for (const char* name : {"model-00001-of-00001.safetensors", "-of-",
                           "model-1-of-2.safetensors", "x.safetensors"})
    EXPECT_THAT(error(name), HasSubstr("look like resnet18")) << name;
}

TEST(ConvertTest, ClassNamesMustFitTheHead) {
  const FileBytes file = PlainFile("resnet18", "torchvision", 2);
  ConvertOptions options;
  const auto unnamed = ConvertBytes(file, "x", options);
  EXPECT_EQ(unnamed->model.info.classes.front(), "class 0");
  EXPECT_THAT(unnamed->report.assumptions,
              Contains(HasSubstr("--classes FILE")));
  options.class_names = {"cat", "dog"};
  EXPECT_EQ(ConvertBytes(file, "x", options)->model.info.classes,
            options.class_names);
  options.class_names.push_back("cow");
  EXPECT_THAT(ConvertBytes(file, "x", options).status().message(),
              AllOf(HasSubstr("2 classes"), HasSubstr("3 names")));
}

TEST(ConvertTest, HeadReluCanBeTakenAway) {
  ConvertOptions options;
  options.head_relu = false;
  const auto converted =
      ConvertBytes(PlainFile("squeezenet1_1", "torchvision", 2), "x", options);
  ASSERT_TRUE(converted.ok());
  EXPECT_FALSE(converted->model.info.config.head_relu);
  const Status status =
      ConvertBytes(PlainFile("resnet18", "torchvision", 2), "x", options)
          .status();
  EXPECT_EQ(status.code(), StatusCode::kUsage);
}

TEST(ConvertTest, TheBackgroundClassIsNamed) {
  const FileBytes file = PlainFile("mobilenet_v2", "torchvision", 1001);
  const auto converted = ConvertBytes(file, "x", {});
  ASSERT_TRUE(converted.ok());
  EXPECT_EQ(converted->model.info.classes[0], "background");
  EXPECT_EQ(converted->model.info.classes[286], "Egyptian cat");
  ConvertOptions options;
  options.class_names = ImageNetNames();
  EXPECT_THAT(ConvertBytes(file, "x", options).status().message(),
              HasSubstr("starts with a class 'background'"));
}

TEST(ConvertTest, AHeadWithoutABiasGetsZeros) {
  Model model = MadeModel("resnet18", "torchvision", 3);
  ASSERT_EQ(model.tensors.back().name, "fc.bias");
  const std::vector<std::string> classes = model.info.classes;
  model.tensors.pop_back();
  const auto converted =
      ConvertBytes(FromVector(Encoded(model, ModelStorage::kF32)), "x", {});
  ASSERT_TRUE(converted.ok()) << converted.status().message();
  const CheckpointTensor& bias = converted->model.tensors.back();
  EXPECT_EQ(bias.name, "fc.bias");
  EXPECT_EQ(BitsOf(bias), std::vector<uint32_t>(3));
  EXPECT_TRUE(BindModel(converted->model).ok());
}

TEST(ConvertTest, AChosenVariantIsSaidOfOwnModelsToo) {
  const Model model = MadeModel("mobilenet_v2", "keras", 2);
  ConvertOptions options;
  options.variant = "torchvision";
  const auto converted = ConvertBytes(
      FromVector(Encoded(model, ModelStorage::kF32)), "x", options);
  ASSERT_TRUE(converted.ok());
  EXPECT_FALSE(converted->model.info.config.same_padding);
  EXPECT_THAT(
      converted->report.assumptions,
      Contains(AllOf(HasSubstr("look like mobilenet_v2 (keras)"),
                     HasSubstr("taken as mobilenet_v2 (torchvision)"))));
}

TEST(ConvertTest, AWrongChecksumInTheNameIsAWarning) {
  const auto converted = ConvertBytes(PlainFile("resnet18", "torchvision", 2),
                                      "resnet18-f37072fd.pth", {});
  ASSERT_TRUE(converted.ok());
  EXPECT_THAT(converted->report.warnings,
              Contains(AllOf(HasSubstr("resnet18-f37072fd.pth"),
                             HasSubstr("get it again"))));
}

// A model file of ours keeps what it says of itself.
TEST(ConvertTest, OwnModelsKeepTheirMetadata) {
  Model model = MadeModel("mobilenet_v2", "keras", 2);
  model.info.config.bn_eps = 2e-3;
  model.info.source = {"first.h5", "ab", "keras-h5", "MIT"};
  model.info.other["mine"] = "kept";
  const auto again = ConvertBytes(
      FromVector(Encoded(model, ModelStorage::kF32)), "second", {});
  ASSERT_TRUE(again.ok()) << again.status().message();
  const ModelInfo& info = again->model.info;
  EXPECT_EQ(info.config.variant, "keras");
  EXPECT_TRUE(info.config.same_padding);
  EXPECT_EQ(info.config.bn_eps, 2e-3);
  EXPECT_EQ(info.classes, model.info.classes);
  EXPECT_EQ(info.preprocess, model.info.preprocess);
  EXPECT_EQ(info.source.file, "first.h5");
  EXPECT_EQ(info.other.at("mine"), "kept");
  EXPECT_EQ(Encoded(again->model, ModelStorage::kF32),
            Encoded(model, ModelStorage::kF32));
}

TEST(ConvertTest, SaysWhichTensorsAreNotNumbers) {
  Model model = MadeModel("squeezenet1_1", "torchvision", 2);
  std::vector<float> values(model.tensors[1].size(), 1.0f);
  values[3] = std::numeric_limits<float>::quiet_NaN();
  model.tensors[1] = TensorFromValues(
      model.tensors[1].name, model.tensors[1].shape, ElementType::kF32, values);
  const auto converted =
      ConvertBytes(FromVector(Encoded(model, ModelStorage::kF32)), "x", {});
  ASSERT_TRUE(converted.ok());
  EXPECT_THAT(converted->report.warnings,
              Contains(HasSubstr(model.tensors[1].name)));
}

TEST(ConvertTest, ErrorsNameTheFile) {
  EXPECT_THAT(ConvertFile("/nowhere/x.pth", {}).status().message(),
              HasSubstr("/nowhere/x.pth: there is no such file"));
  EXPECT_THAT(ConvertFile(FixturePath("tiny.pth"), {}).status().message(),
              AllOf(HasSubstr("tiny.pth: "), HasSubstr("known network")));
}

}  // namespace
}  // namespace camglass
