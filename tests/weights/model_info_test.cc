#include "weights/model_info.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "weights/limits.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ModelInfo InfoOf(const std::string& arch, const std::string& variant) {
  ModelInfo info;
  info.config = *DefaultConfig(arch, variant);
  info.config.classes = 2;
  info.classes = {"cat", "d\"og"};
  info.preprocess = FindPreprocessRecipe("torchvision")->preprocess;
  info.preprocess.size = 224;
  info.source = {"x.pth", "00ff", "torch", "MIT"};
  info.other["note"] = "kept";
  return info;
}

void ExpectSame(const ModelInfo& a, const ModelInfo& b) {
  EXPECT_EQ(a.config.arch, b.config.arch);
  EXPECT_EQ(a.config.variant, b.config.variant);
  EXPECT_EQ(a.config.classes, b.config.classes);
  EXPECT_EQ(a.config.batch_norm, b.config.batch_norm);
  EXPECT_EQ(a.config.bn_eps, b.config.bn_eps);
  EXPECT_EQ(a.config.same_padding, b.config.same_padding);
  EXPECT_EQ(a.config.relu6, b.config.relu6);
  EXPECT_EQ(a.config.lrn, b.config.lrn);
  EXPECT_EQ(a.config.real_5x5, b.config.real_5x5);
  EXPECT_EQ(a.config.pool4_k, b.config.pool4_k);
  EXPECT_EQ(a.config.head_pad, b.config.head_pad);
  EXPECT_EQ(a.config.head_relu, b.config.head_relu);
  EXPECT_EQ(a.transform_input, b.transform_input);
  EXPECT_EQ(a.classes, b.classes);
  EXPECT_EQ(a.preprocess, b.preprocess);
  EXPECT_EQ(a.scores, b.scores);
  EXPECT_EQ(a.source.file, b.source.file);
  EXPECT_EQ(a.source.sha256, b.source.sha256);
  EXPECT_EQ(a.source.format, b.source.format);
  EXPECT_EQ(a.source.licence, b.source.licence);
  EXPECT_EQ(a.other, b.other);
}

TEST(ModelInfoTest, AHeadsTrainingSurvives) {
  ModelInfo info = InfoOf("resnet18", "torchvision");
  EXPECT_FALSE(ToMetadata(info).contains("camglass.head"));
  EXPECT_FALSE(FromMetadata(ToMetadata(info))->training.has_value());
  info.training = HeadTraining{
      "crop", "pets", {30, 12}, 0.25, HeldOut{0.875, 0.5, 0.975, 8}};
  const Metadata metadata = ToMetadata(info);
  const auto again = FromMetadata(metadata);
  ASSERT_TRUE(again.ok()) << again.status().message();
  ExpectSame(info, *again);
  ASSERT_TRUE(again->training.has_value());
  const HeadTraining& training = *again->training;
  EXPECT_EQ(training.resize_rule, "crop");
  EXPECT_EQ(training.folder, "pets");
  EXPECT_EQ(training.pictures, (std::vector<size_t>{30, 12}));
  EXPECT_EQ(training.l2, 0.25);
  ASSERT_TRUE(training.held_out.has_value());
  EXPECT_EQ(training.held_out->accuracy, 0.875);
  EXPECT_EQ(training.held_out->pictures, 8u);
  EXPECT_THAT(DescriptionOf(training)[0],
              HasSubstr("42 pictures of 2 classes in 'pets'"));
  EXPECT_EQ(ToMetadata(*again), metadata);
}

// The rule decides what the network sees; the rest is for information.
TEST(ModelInfoTest, OfAHeadsTrainingTheRuleAloneMustBeKnown) {
  Metadata metadata = ToMetadata(InfoOf("resnet18", "torchvision"));
  for (const char* wrong : {"[]", "{", "{}", "{\"resize_rule\":\"squash\"}",
                            "{\"resize_rule\":1}"}) {
    metadata["camglass.head"] = wrong;
    EXPECT_THAT(FromMetadata(metadata).status().message(),
                HasSubstr("camglass.head"))
        << wrong;
  }
  metadata["camglass.head"] =
      R"({"resize_rule":"rows","folder":7,"pictures":[-1,"a",3],"l2":"x",)"
      R"("held_out":{"accuracy":null,"pictures":-3},"more":{}})";
  const auto info = FromMetadata(metadata);
  ASSERT_TRUE(info.ok()) << info.status().message();
  EXPECT_EQ(info->training->pictures, (std::vector<size_t>{0, 0, 3}));
  EXPECT_EQ(info->training->l2, 0);
  EXPECT_EQ(info->training->folder, "");
}

// Softmax is not written for many classes: files of before stay as they are.
TEST(ModelInfoTest, TheScoreRuleSurvives) {
  ModelInfo info = InfoOf("resnet18", "torchvision");
  EXPECT_FALSE(ToMetadata(info).contains("camglass.scores"));
  info.scores = ScoreRule::kSigmoid;
  const Metadata metadata = ToMetadata(info);
  EXPECT_EQ(metadata.at("camglass.scores"), "sigmoid");
  ExpectSame(info, *FromMetadata(metadata));
  Metadata wrong = metadata;
  wrong["camglass.scores"] = "argmax";
  EXPECT_THAT(FromMetadata(wrong).status().message(),
              HasSubstr("camglass.scores is not softmax or sigmoid"));
}

// A softmax over one output is 1 whatever the picture shows.
TEST(ModelInfoTest, OneOutputIsScoredByASigmoidUnlessTheFileSaysOtherwise) {
  ModelInfo info = InfoOf("resnet18", "torchvision");
  info.config.classes = 1;
  info.classes = {"dog"};
  info.scores = ScoreRule::kSigmoid;
  const Metadata metadata = ToMetadata(info);
  EXPECT_FALSE(metadata.contains("camglass.scores"));
  EXPECT_EQ(FromMetadata(metadata)->scores, ScoreRule::kSigmoid);
  info.scores = ScoreRule::kSoftmax;
  EXPECT_EQ(FromMetadata(ToMetadata(info))->scores, ScoreRule::kSoftmax);
}

TEST(ModelInfoTest, EveryVariantSurvives) {
  for (const std::string& arch : Architectures())
    for (const std::string& variant : VariantsOf(arch)) {
      SCOPED_TRACE(arch + " " + variant);
      const ModelInfo info = InfoOf(arch, variant);
      const auto back = FromMetadata(ToMetadata(info));
      ASSERT_TRUE(back.ok()) << back.status().message();
      ExpectSame(info, *back);
    }
}

// Options that differ from the variant's defaults are what the file is for.
TEST(ModelInfoTest, ChangedOptionsSurvive) {
  ModelInfo squeezenet = InfoOf("squeezenet1_0", "torchvision");
  squeezenet.config.head_relu = false;
  squeezenet.config.head_pad = 1;
  ExpectSame(squeezenet, *FromMetadata(ToMetadata(squeezenet)));
  ModelInfo googlenet = InfoOf("googlenet", "torchvision");
  googlenet.transform_input = true;
  googlenet.config.bn_eps = 1e-5;
  googlenet.config.pool4_k = 3;
  ExpectSame(googlenet, *FromMetadata(ToMetadata(googlenet)));
  ModelInfo mobilenet = InfoOf("mobilenet_v2", "torchvision");
  mobilenet.config.same_padding = true;
  mobilenet.config.relu6 = false;
  ExpectSame(mobilenet, *FromMetadata(ToMetadata(mobilenet)));
  ModelInfo folded = InfoOf("resnet18", "torchvision");
  folded.config.batch_norm = false;
  EXPECT_FALSE(FromMetadata(ToMetadata(folded))->config.batch_norm);
}

// What FORMAT.md promises to other programs.
TEST(ModelInfoTest, WritesTheDocumentedForm) {
  const Metadata metadata = ToMetadata(InfoOf("mobilenet_v2", "keras"));
  EXPECT_EQ(metadata.at("camglass.format"), "1");
  EXPECT_EQ(metadata.at("camglass.arch"), "mobilenet_v2");
  EXPECT_EQ(metadata.at("camglass.variant"), "keras");
  EXPECT_EQ(metadata.at("camglass.classes"), R"(["cat","d\"og"])");
  EXPECT_EQ(metadata.at("camglass.options"),
            R"({"activation":"relu6","batch_norm":true,"bn_eps":0.001,)"
            R"("padding":"same"})");
  EXPECT_EQ(metadata.at("camglass.preprocess"),
            R"({"mean":[0.485,0.456,0.406],"order":"rgb","resize":256,)"
            R"("scale":0.00392156862745098,"size":224,)"
            R"("std":[0.229,0.224,0.225]})");
  EXPECT_EQ(metadata.at("camglass.source"),
            R"({"file":"x.pth","format":"torch","licence":"MIT",)"
            R"("sha256":"00ff"})");
  EXPECT_EQ(metadata.at("note"), "kept");
}

TEST(ModelInfoTest, RefusesMalformedEntries) {
  struct Case {
    const char* key;
    std::string value;
    const char* error;
  };
  const std::string pre =
      R"({"order":"rgb","scale":1,"mean":[0,0,0],"std":[1,1,1],)";
  const Case cases[] = {
      {"camglass.format", "2", "version '2'"},
      {"camglass.arch", "vgg16", "vgg16"},
      {"camglass.variant", "caffe", "no variant"},
      {"camglass.classes", "7", "not a list"},
      {"camglass.classes", "[]", "not a list"},
      {"camglass.classes", "[1]", "short text"},
      {"camglass.classes", "[\"a\"", "not JSON"},
      {"camglass.classes", std::string(100, '['), "nests too deep"},
      {"camglass.classes",
       "[\"" + std::string(limits::kMaxClassNameBytes + 1, 'x') + "\"]",
       "short text"},
      {"camglass.options", "[]", "not a JSON object"},
      {"camglass.options", R"({"lrn":true})", "'lrn'"},
      {"camglass.options", R"({"future":1})", "'future'"},
      {"camglass.options", R"({"bn_eps":"x"})", "wrong value"},
      {"camglass.options", R"({"batch_norm":1})", "wrong value"},
      {"camglass.preprocess", "[]", "not an object"},
      {"camglass.preprocess", "{}", "order"},
      {"camglass.preprocess", R"({"order":"gbr"})", "order"},
      {"camglass.preprocess", R"({"order":"rgb","scale":"1"})", "scale"},
      {"camglass.preprocess", R"({"order":"rgb","scale":1})", "mean"},
      {"camglass.preprocess", pre + R"("size":0,"resize":1})", "size"},
      {"camglass.preprocess", pre + R"("size":-1,"resize":1})", "size"},
      {"camglass.preprocess", pre + R"("size":16385,"resize":1})", "size"},
      {"camglass.preprocess", pre + R"("size":1,"resize":1.5})", "size"},
      {"camglass.preprocess",
       R"({"order":"rgb","scale":1,"mean":[0,0,0],"std":[1,0,1]})", "zero"},
      {"camglass.preprocess",
       R"({"order":"rgb","scale":1,"mean":[0,0,1e999],"std":[1,1,1]})",
       "not JSON"},
  };
  for (const Case& c : cases) {
    Metadata metadata = ToMetadata(InfoOf("resnet18", "torchvision"));
    metadata[c.key] = c.value;
    EXPECT_THAT(FromMetadata(metadata).status().message(), HasSubstr(c.error))
        << c.key << " " << c.value.substr(0, 80);
  }
}

TEST(ModelInfoTest, NamesWhatIsMissing) {
  const Metadata whole = ToMetadata(InfoOf("resnet18", "torchvision"));
  for (const char* key :
       {"camglass.arch", "camglass.variant", "camglass.classes",
        "camglass.preprocess", "camglass.options"}) {
    Metadata metadata = whole;
    metadata.erase(key);
    EXPECT_THAT(FromMetadata(metadata).status().message(),
                HasSubstr(std::string("lacks ") + key));
  }
  EXPECT_THAT(FromMetadata({}).status().message(),
              HasSubstr("not a camglass model"));
  Metadata no_source = whole;
  no_source.erase("camglass.source");
  EXPECT_TRUE(FromMetadata(no_source).ok()) << "nothing depends on it";
}

TEST(ModelInfoTest, LimitsValues) {
  Metadata metadata = ToMetadata(InfoOf("resnet18", "torchvision"));
  metadata["camglass.classes"] =
      "[\"a\"" + std::string(limits::kMaxMetadataValueBytes - 5, ' ') + "]";
  EXPECT_TRUE(FromMetadata(metadata).ok());
  metadata["camglass.classes"] += " ";
  EXPECT_THAT(FromMetadata(metadata).status().message(), HasSubstr("too long"));
  metadata["camglass.classes"] =
      "[\"" + std::string(limits::kMaxClassNameBytes, 'x') + "\"]";
  EXPECT_TRUE(FromMetadata(metadata).ok());
}

TEST(ModelInfoTest, LimitsNesting) {
  const auto nested = [](size_t depth) {
    Metadata metadata = ToMetadata(InfoOf("resnet18", "torchvision"));
    metadata["camglass.classes"] =
        std::string(depth, '[') + std::string(depth, ']');
    return FromMetadata(metadata).status().message();
  };
  const auto too_deep = HasSubstr("nests too deep");
  EXPECT_THAT(nested(limits::kMaxMetadataNesting), Not(too_deep));
  EXPECT_THAT(nested(limits::kMaxMetadataNesting + 1), too_deep);
}

}  // namespace
}  // namespace camglass
