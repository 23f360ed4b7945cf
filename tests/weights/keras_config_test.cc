#include "weights/keras/keras_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "weights/limits.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A Functional model of these layers and a head.
std::string Model(const std::string& before,
                  const std::string& after = R"({"class_name":"Dense",
    "config":{"name":"d","activation":"softmax"}})") {
  return R"({"class_name":"Functional","config":{"layers":[)"
         R"({"class_name":"InputLayer","config":{"name":"in"}},)" +
         before +
         R"({"class_name":"Conv2D","config":{"name":"c","activation":"relu"}},)"
         R"({"class_name":"GlobalAveragePooling2D","config":{"name":"g"}},)" +
         after + "]}}";
}

KerasConfig Read(const std::string& text) {
  const auto config = ReadKerasConfig(text);
  EXPECT_TRUE(config.ok()) << config.status().message();
  return config.ok() ? *config : KerasConfig();
}

TEST(KerasConfigTest, NothingBeforeTheFirstConvolution) {
  const KerasConfig config = Read(Model(""));
  EXPECT_FALSE(config.input.has_value());
  EXPECT_EQ(config.unknown_input, "");
  EXPECT_EQ(config.refusal, "");
  EXPECT_EQ(config.scores, ScoreRule::kSoftmax);
}

TEST(KerasConfigTest, RescalingLayersFollowEachOther) {
  const KerasConfig config = Read(Model(
      R"({"class_name":"RandomFlip","config":{"name":"f"}},
         {"class_name":"Rescaling","config":{"name":"a","scale":0.5}},
         {"class_name":"Rescaling","config":{"name":"b","scale":[2,4,8],
          "offset":-1.0}},)"));
  ASSERT_TRUE(config.input.has_value());
  EXPECT_THAT(config.input->mul, ElementsAre(1, 2, 4));
  EXPECT_THAT(config.input->add, ElementsAre(-1, -1, -1));
  EXPECT_THAT(config.input->layers,
              ElementsAre("Rescaling 'a'", "Rescaling 'b'"));
}

TEST(KerasConfigTest, NormalizationDividesByTheDeviation) {
  const KerasConfig config = Read(Model(
      R"({"class_name":"Normalization","config":{"name":"n",
          "mean":[[[10,20,30]]],"variance":[[[4,16,64]]]}},)"));
  ASSERT_TRUE(config.input.has_value());
  EXPECT_THAT(config.input->mul, ElementsAre(0.5, 0.25, 0.125));
  EXPECT_THAT(config.input->add, ElementsAre(-5, -5, -3.75));
}

// Adapted in Keras: its numbers are not in the configuration.
TEST(KerasConfigTest, WhatCanNotBeFollowedIsNamed) {
  for (
      const char* layer :
      {R"({"class_name":"Normalization","config":{"name":"odd","mean":null}},)",
       R"({"class_name":"Lambda","config":{"name":"odd"}},)",
       R"({"class_name":"Rescaling","config":{"name":"odd","scale":"x"}},)",
       R"({"class_name":"Rescaling","config":17,"name":"odd"},)",
       R"({"class_name":"TrueDivide","config":{"name":"odd"},
            "inbound_nodes":[{"args":[1,2]}]},)"}) {
    EXPECT_THAT(Read(Model(layer)).unknown_input, HasSubstr("'odd'")) << layer;
  }
}

// As Keras 2.11 and Keras 3.3 write x / 127.5.
TEST(KerasConfigTest, OperatorsOfBothGenerations) {
  for (const char* layer : {R"({"class_name":"TFOpLambda","config":{"name":"t",
            "function":"math.truediv"},
            "inbound_nodes":[["in",0,0,{"y":127.5,"name":null}]]},)",
                            R"({"class_name":"TrueDivide","config":{"name":"t"},
            "inbound_nodes":[{"args":[{"class_name":"__keras_tensor__",
            "config":{"keras_history":["in",0,0]}},127.5],"kwargs":{}}]},)"}) {
    const KerasConfig config = Read(Model(layer));
    ASSERT_TRUE(config.input.has_value()) << config.unknown_input;
    EXPECT_DOUBLE_EQ(config.input->mul[1], 1 / 127.5);
  }
}

TEST(KerasConfigTest, TheHeadSaysHowClassesAreScored) {
  const auto scores = [](const std::string& head) {
    return Read(Model("", head)).scores;
  };
  EXPECT_EQ(scores(R"({"class_name":"Dense","config":{"name":"d",
      "activation":"sigmoid"}})"),
            ScoreRule::kSigmoid);
  EXPECT_EQ(scores(R"({"class_name":"Dense","config":{"name":"d",
      "activation":"linear"}})"),
            std::nullopt);
  EXPECT_EQ(scores(R"({"class_name":"Dense","config":{"activation":"linear"}},
      {"class_name":"Activation","config":{"activation":{"class_name":
      "function","config":"sigmoid"}}})"),
            ScoreRule::kSigmoid);
  EXPECT_THAT(Read(Model("", R"({"class_name":"Dense","config":{"name":"d",
      "activation":"tanh"}})"))
                  .refusal,
              HasSubstr("'tanh' (Dense 'd')"));
}

TEST(KerasConfigTest, HeadsWithoutAClassMapAreRefused) {
  EXPECT_THAT(Read(R"({"class_name":"Sequential","config":[
        {"class_name":"Conv2D","config":{"name":"c"}},
        {"class_name":"GlobalMaxPooling2D","config":{"name":"m"}}]})")
                  .refusal,
              HasSubstr("GlobalMaxPooling2D 'm'"));
}

TEST(KerasConfigTest, GroupsAreNumberedByClassWithinEachModel) {
  const KerasConfig config = Read(R"({"class_name":"Functional","config":{
    "layers":[
    {"class_name":"Functional","config":{"layers":[
      {"class_name":"DepthwiseConv2D","config":{"name":"a"}},
      {"class_name":"DepthwiseConv2D","config":{"name":"b"}},
      {"class_name":"BatchNormalization","config":{"name":"n","epsilon":0.01}}
      ]}},
    {"class_name":"ReLU","config":{"name":"r"}},
    {"class_name":"Dense","config":{"name":"d","activation":"softmax"}}]}})");
  const auto& names = config.names_in_weights;
  EXPECT_EQ(names.at("layers/functional/layers/depthwise_conv2d"), "a");
  EXPECT_EQ(names.at("layers/functional/layers/depthwise_conv2d_1"), "b");
  EXPECT_EQ(names.at("layers/functional/layers/batch_normalization"), "n");
  EXPECT_EQ(names.at("layers/re_lu"), "r");
  EXPECT_EQ(names.at("layers/dense"), "d");
  EXPECT_EQ(config.bn_epsilon, 0.01);
}

TEST(KerasConfigTest, OtherTextsAreRefused) {
  const auto verdict = [](const std::string& text) {
    return ReadKerasConfig(text).status().message();
  };
  EXPECT_THAT(verdict("nonsense"), HasSubstr("is not JSON"));
  for (const char* text :
       {"1", "[]", "{}", R"({"config":1})", R"({"config":{"layers":{}}})"})
    EXPECT_THAT(verdict(text), HasSubstr("lists no layers")) << text;
  const size_t deep = limits::kMaxKerasConfigNesting + 1;
  EXPECT_THAT(verdict(std::string(deep, '[') + std::string(deep, ']')),
              HasSubstr("nests too deep"));
  EXPECT_THAT(verdict(std::string(limits::kMaxKerasConfigBytes + 1, ' ')),
              HasSubstr("too long"));
  // Layers that are not objects, or have no name, are not a reason to stop.
  EXPECT_TRUE(ReadKerasConfig(R"({"config":{"layers":[1,null,[],{}]}})").ok());
}

}  // namespace
}  // namespace camglass
