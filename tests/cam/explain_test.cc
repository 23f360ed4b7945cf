// The whole way from a frame to a map, with the bundled model.
#include "camapp/cam/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "camapp/cam/picture_report.h"
#include "camapp/picture/decode.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

StatusOr<std::unique_ptr<Explainer>> Make(const ExplainOptions& options) {
  CAMGLASS_ASSIGN_OR_RETURN(LoadedModel model,
                            LoadModel(CAMGLASS_BUNDLED_MODEL));
  return Explainer::Create(std::move(model), options);
}

Picture Sample(const std::string& name) {
  StatusOr<Picture> picture =
      ReadPicture(std::string(CAMGLASS_SAMPLES) + "/" + name, {});
  EXPECT_TRUE(picture.ok()) << picture.status().message();
  return picture.ok() ? *std::move(picture) : FlatPicture(1, 1, 0, 0, 0);
}

TEST(Explain, RecognisesTheSamples) {
  auto explainer = Make({.session = {.threads = 1}});
  ASSERT_TRUE(explainer.ok()) << explainer.status().message();
  Explanation explanation;
  ASSERT_TRUE((*explainer)->Explain(Sample("coffee.jpg"), &explanation).ok());
  std::vector<std::string> names;
  for (const RankedClass& ranked : explanation.scores.top)
    names.push_back((*explainer)->ClassName(ranked.index));
  EXPECT_THAT(names, Contains("espresso"));
  ASSERT_TRUE((*explainer)->Explain(Sample("chelsea.png"), &explanation).ok());
  EXPECT_EQ((*explainer)->ClassName(explanation.map.of.index), "Egyptian cat");
}

TEST(Explain, GeometryOfAWideFrame) {
  auto explainer = Make({.session = {.threads = 1}});
  Explanation explanation;
  ASSERT_TRUE(
      (*explainer)->Explain(RandomPicture(480, 640, 1), &explanation).ok());
  EXPECT_EQ(explanation.provenance.input, (Extent{227, 303}));
  EXPECT_EQ(explanation.map.size, (Extent{14, 18}));
  EXPECT_EQ(explanation.provenance.covered.size, (Extent{480, 640}));
}

TEST(Explain, ScoresAreAProbability) {
  auto explainer = Make({.session = {.threads = 1}});
  Explanation explanation;
  ASSERT_TRUE(
      (*explainer)->Explain(RandomPicture(100, 100, 2), &explanation).ok());
  const double sum = std::accumulate(explanation.scores.values.begin(),
                                     explanation.scores.values.end(), 0.0);
  EXPECT_NEAR(sum, 1, 1e-5);
  EXPECT_EQ(explanation.scores.top.size(), 3u);
  EXPECT_GE(explanation.scores.top[0].score, explanation.scores.top[1].score);
  EXPECT_EQ(explanation.scores.non_finite, 0u);
}

TEST(Explain, AnyClassByIndexAndName) {
  auto tabby = Make({.session = {.threads = 1}, .class_query = "tabby"});
  auto index = Make({.session = {.threads = 1}, .class_query = "281"});
  Explanation a;
  Explanation b;
  const Picture frame = Sample("chelsea.png");
  ASSERT_TRUE((*tabby)->Explain(frame, &a).ok());
  ASSERT_TRUE((*index)->Explain(frame, &b).ok());
  EXPECT_EQ(a.map.of.index, 281u);
  EXPECT_EQ(a.map.values, b.map.values);
  const double mean =
      std::accumulate(a.map.values.begin(), a.map.values.end(), 0.0) /
      static_cast<double>(a.map.values.size());
  EXPECT_NEAR(mean, static_cast<double>(a.scores.logits[281]), 1e-4);
}

TEST(Explain, AnAskedClassIsListedWithItsScoreWhereverItRanks) {
  constexpr size_t kTench = 0;
  auto explainer = Make({.session = {.threads = 1}, .class_query = "tench"});
  Explanation explanation;
  ASSERT_TRUE((*explainer)->Explain(Sample("coffee.jpg"), &explanation).ok());
  EXPECT_EQ(explanation.map.of.score, explanation.scores.values[kTench]);
  EXPECT_EQ(explanation.map.of.logit, explanation.scores.logits[kTench]);
  const std::vector<RankedClass> listed = ListedClasses(explanation);
  ASSERT_EQ(listed.size(), 4u);
  EXPECT_EQ(listed[0].index, explanation.scores.top[0].index);
  EXPECT_EQ(listed[3].index, kTench);
  const FigureText text = FigureTextOf(**explainer, explanation);
  ASSERT_EQ(text.labels.size(), 4u);
  EXPECT_EQ(text.labels[3], "tench");
  EXPECT_EQ(std::stof(text.scores[3]) > 0,
            explanation.scores.values[kTench] > 0);
  // One that is among the best is not listed twice.
  auto espresso = Make({.session = {.threads = 1}, .class_query = "espresso"});
  ASSERT_TRUE((*espresso)->Explain(Sample("coffee.jpg"), &explanation).ok());
  EXPECT_EQ(ListedClasses(explanation).size(), 3u);
}

TEST(Explain, UnknownClassesAreRefused) {
  EXPECT_THAT(Make({.class_query = "1000"}).status().message(),
              HasSubstr("1000"));
  EXPECT_EQ(Make({.class_query = "crane"}).status().code(),
            StatusCode::kAmbiguous);
  EXPECT_FALSE(Make({.class_query = "no such thing"}).ok());
}

TEST(Explain, LargerInputsGiveFinerMaps) {
  auto explainer = Make({.session = {.threads = 1}, .input_scale = 2});
  Explanation explanation;
  ASSERT_TRUE(
      (*explainer)->Explain(RandomPicture(100, 100, 3), &explanation).ok());
  EXPECT_EQ(explanation.provenance.input, (Extent{454, 454}));
  EXPECT_GT(explanation.map.size.h, 14u);
}

TEST(Explain, InputsOutsideTheNetworksRangeAreRefused) {
  // 0.07 * 227 rounds to 16, one less than SqueezeNet 1.1 can take.
  auto small = Make({.session = {.threads = 1}, .input_scale = 0.07});
  ASSERT_TRUE(small.ok());
  Explanation explanation;
  const Status status = (*small)->Explain(RandomPicture(9, 9, 1), &explanation);
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(status.message(), HasSubstr("17"));
  EXPECT_EQ(Make({.input_scale = 0.001}).status().code(), StatusCode::kUsage);
}

TEST(Explain, CropShowsItsPlace) {
  auto explainer = Make({.session = {.threads = 1}, .rule = ResizeRule::kCrop});
  Explanation explanation;
  ASSERT_TRUE((*explainer)->Explain(Sample("chelsea.png"), &explanation).ok());
  EXPECT_EQ(explanation.provenance.input, (Extent{227, 227}));
  EXPECT_LT(explanation.provenance.covered.size.w, 300u);
  EXPECT_GT(explanation.provenance.covered.left, 0u);
}

TEST(Explain, OnePixel) {
  auto explainer = Make({.session = {.threads = 1}});
  Explanation explanation;
  ASSERT_TRUE(
      (*explainer)->Explain(FlatPicture(1, 1, 3, 4, 5), &explanation).ok());
  EXPECT_EQ(
      MaxDifference((*explainer)->resized(), FlatPicture(227, 227, 3, 4, 5)),
      0);
}

}  // namespace
}  // namespace camglass
