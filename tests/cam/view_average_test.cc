// Averages over mirrored and moved pictures, and differences of two classes.
#include "camapp/cam/view_average.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "camapp/cam/explain.h"
#include "camapp/picture/decode.h"
#include "tests/nets/random_net.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::unique_ptr<Explainer> Bundled(const ExplainOptions& options) {
  StatusOr<LoadedModel> model = LoadModel(CAMGLASS_BUNDLED_MODEL);
  EXPECT_TRUE(model.ok());
  ExplainOptions all = options;
  all.session.threads = 1;
  auto explainer = Explainer::Create(*std::move(model), all);
  EXPECT_TRUE(explainer.ok()) << explainer.status().message();
  return explainer.ok() ? *std::move(explainer) : nullptr;
}

// A dense head with random weights and biases.
StatusOr<std::unique_ptr<Explainer>> RandomDense(
    const ExplainOptions& options) {
  LoadedModel model;
  model.net = BoundNet({"resnet18", "torchvision"});
  model.info.config = model.net.config;
  for (size_t i = 0; i < model.net.config.classes; ++i)
    model.info.classes.push_back("class " + std::to_string(i));
  model.info.preprocess.size = 96;
  for (float& mul : model.transform.mul) mul = 1 / 255.0f;
  ExplainOptions all = options;
  all.session.threads = 1;
  return Explainer::Create(std::move(model), all);
}

double MeanOf(const std::vector<float>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) /
         static_cast<double>(values.size());
}

Picture Mirrored(const Picture& picture) {
  Picture out(picture.h, picture.w);
  for (size_t y = 0; y < picture.h; ++y)
    for (size_t x = 0; x < picture.w; ++x)
      std::copy_n(picture.Row(y) + 3 * x, 3,
                  out.Row(y) + 3 * (picture.w - 1 - x));
  return out;
}

std::vector<int> ReddestOf(const Picture& picture) {
  std::vector<int> red;
  for (size_t x = 0; x < picture.w; ++x) red.push_back(picture.Row(0)[3 * x]);
  return red;
}

TEST(MakeView, MovesThenMirrorsAndRepeatsTheEdge) {
  Picture picture(1, 4);
  for (size_t x = 0; x < 4; ++x)
    picture.Row(0)[3 * x] = static_cast<uint8_t>(x + 1);
  Picture view;
  MakeView(picture, {false, 0, 1}, &view);
  EXPECT_THAT(ReddestOf(view), ElementsAre(1, 1, 2, 3));
  MakeView(picture, {false, 0, -2}, &view);
  EXPECT_THAT(ReddestOf(view), ElementsAre(3, 4, 4, 4));
  MakeView(picture, {true, 0, 1}, &view);
  EXPECT_THAT(ReddestOf(view), ElementsAre(3, 2, 1, 1));
}

TEST(ViewsOf, AreOneToEight) {
  const CellGrid cells = {{0, 32}, {0, 32}};
  EXPECT_EQ(ViewsOf({false, false}, cells).size(), 1u);
  EXPECT_EQ(ViewsOf({true, false}, cells).size(), 2u);
  EXPECT_EQ(ViewsOf({false, true}, cells).size(), 4u);
  const std::vector<InputView> all = ViewsOf({true, true}, cells);
  ASSERT_EQ(all.size(), 8u);
  EXPECT_EQ(all[0].down, 8);
}

// The mean of a map and its mirrored picture's mirrored map, made by hand.
TEST(Average, OfFlipIsTheMeanOfBoth) {
  const Picture frame = RandomPicture(227, 227, 5);  // needs no resize
  const auto plain = Bundled({.class_query = "281"});
  const auto flip = Bundled({.class_query = "281", .average = {true, false}});
  Explanation a;
  Explanation b;
  Explanation both;
  ASSERT_TRUE(plain->Explain(frame, &a).ok());
  ASSERT_TRUE(plain->Explain(Mirrored(frame), &b).ok());
  ASSERT_TRUE(flip->Explain(frame, &both).ok());
  ASSERT_EQ(both.map.size, a.map.size);
  const size_t w = a.map.size.w;
  for (size_t i = 0; i < a.map.values.size(); ++i) {
    const size_t mirrored = i / w * w + (w - 1 - i % w);
    EXPECT_NEAR(both.map.values[i],
                (a.map.values[i] + b.map.values[mirrored]) / 2, 1e-3f)
        << i;
  }
  EXPECT_NEAR(both.scores.logits[281],
              (a.scores.logits[281] + b.scores.logits[281]) / 2, 1e-3f);
}

// Cell (2i + 1, 2j) is cell (i, j) of the picture moved up and right.
TEST(Average, OfShiftsInterleavesTheirMaps) {
  const Picture frame = RandomPicture(227, 227, 6);
  const auto plain = Bundled({.class_query = "281"});
  const auto shift = Bundled({.class_query = "281", .average = {false, true}});
  Picture moved;
  MakeView(frame, {false, -4, 4}, &moved);
  Explanation one;
  Explanation all;
  ASSERT_TRUE(plain->Explain(moved, &one).ok());
  ASSERT_TRUE(shift->Explain(frame, &all).ok());
  ASSERT_EQ(all.map.size, (Extent{28, 28}));
  for (size_t i = 0; i < one.map.size.h; ++i)
    for (size_t j = 0; j < one.map.size.w; ++j)
      EXPECT_EQ(all.map.values[(2 * i + 1) * all.map.size.w + 2 * j],
                one.map.values[i * one.map.size.w + j]);
}

TEST(Average, KeepsTheMeanOfTheMapAtTheLogit) {
  const Picture frame = RandomPicture(120, 150, 7);
  const auto explainer = RandomDense({.average = {true, true}});
  ASSERT_TRUE(explainer.ok());
  Explanation seen;
  ASSERT_TRUE((*explainer)->Explain(frame, &seen).ok());
  const size_t index = seen.map.of.index;
  const double bias = double{(*explainer)->head().bias[index]};
  EXPECT_NEAR(MeanOf(seen.map.values) + bias, double{seen.scores.logits[index]},
              1e-4 * std::abs(double{seen.scores.logits[index]}) + 1e-5);
  EXPECT_NEAR(std::accumulate(seen.scores.values.begin(),
                              seen.scores.values.end(), 0.0),
              1, 1e-5);
}

TEST(Against, HasTheMeanOfTheLogitsDifferenceWithoutTheBiases) {
  const auto explainer =
      RandomDense({.class_query = "3", .against_query = "7"});
  ASSERT_TRUE(explainer.ok());
  Explanation seen;
  ASSERT_TRUE((*explainer)->Explain(RandomPicture(120, 150, 8), &seen).ok());
  const float* bias = (*explainer)->head().bias;
  ASSERT_NE(bias[3], bias[7]);
  const double gap = double{seen.scores.logits[3]} - double{bias[3]} -
                     (double{seen.scores.logits[7]} - double{bias[7]});
  EXPECT_NEAR(MeanOf(seen.map.values), gap, 1e-4 * std::abs(gap) + 1e-5);
  EXPECT_EQ(seen.map.of.index, 3u);
  ASSERT_TRUE(seen.map.against.has_value());
  EXPECT_EQ(seen.map.against->index, 7u);
  EXPECT_EQ(seen.map.against->logit, seen.scores.logits[7]);
}

TEST(Against, IsTheOtherWayRoundWithTheSign) {
  const Picture frame = RandomPicture(120, 150, 9);
  const auto there = RandomDense({.class_query = "1", .against_query = "2"});
  const auto back = RandomDense({.class_query = "2", .against_query = "1"});
  Explanation a;
  Explanation b;
  ASSERT_TRUE((*there)->Explain(frame, &a).ok());
  ASSERT_TRUE((*back)->Explain(frame, &b).ok());
  for (size_t i = 0; i < a.map.values.size(); ++i)
    EXPECT_EQ(a.map.values[i], -b.map.values[i]);
}

TEST(Against, TheMostLikelyTakesTheNextOne) {
  const Picture frame = RandomPicture(120, 150, 10);
  Explanation plain;
  ASSERT_TRUE((*RandomDense({}))->Explain(frame, &plain).ok());
  const std::string first = std::to_string(plain.scores.top[0].index);
  Explanation seen;
  ASSERT_TRUE(
      (*RandomDense({.against_query = first}))->Explain(frame, &seen).ok());
  EXPECT_EQ(seen.map.of.index, plain.scores.top[1].index);
}

TEST(Against, TheClassItselfIsRefused) {
  const auto same = RandomDense({.class_query = "4", .against_query = "4"});
  EXPECT_EQ(same.status().code(), StatusCode::kUsage);
  EXPECT_THAT(same.status().message(), HasSubstr("both name"));
}

}  // namespace
}  // namespace camglass
