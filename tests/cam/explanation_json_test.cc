#include "camapp/cam/explanation_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/picture/pictures.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class ExplanationJson : public ::testing::Test {
 protected:
  void SetUp() override {
    StatusOr<LoadedModel> model = LoadModel(CAMGLASS_BUNDLED_MODEL);
    ASSERT_TRUE(model.ok()) << model.status().message();
    auto explainer =
        Explainer::Create(*std::move(model), {.session = {.threads = 1}});
    ASSERT_TRUE(explainer.ok());
    explainer_ = *std::move(explainer);
    ASSERT_TRUE(
        explainer_->Explain(RandomPicture(50, 60, 1), &explanation_).ok());
  }
  std::string Text(const std::string& picture = "a.jpg") const {
    return ToJson(*explainer_, explanation_, "squeezenet1_1", picture,
                  {50, 60});
  }

  std::unique_ptr<Explainer> explainer_;
  Explanation explanation_;
};

TEST_F(ExplanationJson, HasEveryField) {
  const auto json = nlohmann::json::parse(Text());
  for (const char* key : {"schema",       "model",
                          "arch",         "variant",
                          "precision",    "target",
                          "threads",      "picture",
                          "size",         "input",
                          "map",          "class",
                          "score_rule",   "top",
                          "map_min",      "map_max",
                          "map_constant", "no_positive_evidence",
                          "non_finite",   "ms"})
    EXPECT_TRUE(json.contains(key)) << key;
  EXPECT_EQ(json["schema"], 1);
  EXPECT_EQ(json["arch"], "squeezenet1_1");
  EXPECT_EQ(json["size"], nlohmann::json({50, 60}));
  EXPECT_EQ(json["input"], nlohmann::json({227, 273}));
  EXPECT_EQ(json["top"].size(), 3u);
  EXPECT_EQ(json["top"][0]["index"], json["class"]["index"]);
  for (const char* stage :
       {"decode", "resize", "infer", "cam", "draw", "total"})
    EXPECT_TRUE(json["ms"].contains(stage)) << stage;
}

TEST_F(ExplanationJson, SaysHowWeightsAreHeld) {
  EXPECT_EQ(nlohmann::json::parse(Text())["precision"], "f32");
  StatusOr<LoadedModel> model = LoadModel(CAMGLASS_BUNDLED_MODEL);
  ASSERT_TRUE(model.ok()) << model.status().message();
  ExplainOptions options;
  options.session.threads = 1;
  options.session.plan.precision = Precision::kF16;
  auto explainer = Explainer::Create(*std::move(model), options);
  ASSERT_TRUE(explainer.ok());
  explainer_ = *std::move(explainer);
  EXPECT_EQ(nlohmann::json::parse(Text())["precision"], "f16");
}

TEST_F(ExplanationJson, FloatsReadBackTheSame) {
  const auto json = nlohmann::json::parse(Text());
  EXPECT_EQ(json["top"][0]["score"].get<float>(),
            explanation_.scores.top[0].score);
  EXPECT_EQ(json["map_max"].get<float>(), explanation_.map.facts.max);
}

TEST_F(ExplanationJson, TheClassOfTheMapHasItsScoreWhereverItRanks) {
  explanation_.map.of = {7, explanation_.scores.values[7],
                         explanation_.scores.logits[7]};
  const auto json = nlohmann::json::parse(Text());
  EXPECT_EQ(json["class"]["index"], 7);
  EXPECT_EQ(json["class"]["score"].get<float>(), explanation_.scores.values[7]);
  EXPECT_EQ(json["class"]["logit"].get<float>(), explanation_.scores.logits[7]);
  EXPECT_EQ(json["top"].size(), 3u);
}

TEST_F(ExplanationJson, NonFiniteIsNull) {
  explanation_.scores.top[0].score = std::nanf("");
  explanation_.map.facts.max = INFINITY;
  const auto json = nlohmann::json::parse(Text());
  EXPECT_TRUE(json["top"][0]["score"].is_null());
  EXPECT_TRUE(json["map_max"].is_null());
}

TEST_F(ExplanationJson, IsOneLineOfValidJsonWhateverTheName) {
  const std::string text = Text("bad \xFF \" \n name");
  EXPECT_THAT(text, Not(HasSubstr("\n")));
  EXPECT_TRUE(nlohmann::json::accept(text));
}

}  // namespace
}  // namespace camglass
