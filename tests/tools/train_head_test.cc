#include "tools/audit/train_head.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "camapp/cam/explain.h"
#include "camapp/picture/encode_png.h"
#include "tools/audit/pooled_features.h"
#include "weights/load_model.h"

namespace camglass {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// Pictures of noise, tinted by class.
Picture Tinted(size_t label, size_t number) {
  Picture picture(90 + number, 80 + 3 * label);
  uint32_t state = static_cast<uint32_t>(977 * label + number + 1);
  for (size_t i = 0; i < picture.rgb.size(); ++i) {
    state = state * 1664525 + 1013904223;
    picture.rgb[i] =
        static_cast<uint8_t>((state >> 25) + (i % 3 == label ? 120 : 30));
  }
  return picture;
}

class TrainHeadTest : public testing::Test {
 protected:
  TrainHeadTest()
      : root_(fs::path(testing::TempDir()) /
              testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::remove_all(root_);
    auto model = ReadModelFile(CAMGLASS_BUNDLED_MODEL);
    EXPECT_TRUE(model.ok());
    model_ = *std::move(model);
  }
  ~TrainHeadTest() override { fs::remove_all(root_); }

  LabelledSet MakeSet(size_t classes, size_t per_class) {
    LabelledSet set;
    for (size_t label = 0; label < classes; ++label) {
      set.labels.push_back(std::string(1, static_cast<char>('a' + label)));
      fs::create_directories(root_ / set.labels.back());
      for (size_t i = 0; i < per_class; ++i) {
        const std::string name =
            set.labels.back() + "/" + std::to_string(i) + ".png";
        const auto bytes = EncodePng(Tinted(label, i));
        EXPECT_TRUE(bytes.ok());
        std::ofstream(root_ / name, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes->data()),
                   static_cast<std::streamsize>(bytes->size()));
        set.pictures.push_back({root_ / name, name, label});
      }
    }
    return set;
  }

  fs::path root_;
  Model model_;
};

TEST_F(TrainHeadTest, TellsTintsApartAndTheModelSaysSo) {
  const LabelledSet set = MakeSet(3, 5);
  const auto trained = TrainHead(model_, set, {});
  ASSERT_TRUE(trained.ok()) << trained.status().message();
  EXPECT_TRUE(trained->strength.has_value());
  ASSERT_TRUE(trained->held_out.has_value());
  EXPECT_EQ(trained->held_out_count, 3u);
  EXPECT_EQ(trained->held_out->value, 1);
  const auto with_head = WithHead(model_, trained->head, set.labels);
  ASSERT_TRUE(with_head.ok()) << with_head.status().message();
  auto loaded = BindModel(*with_head);
  ASSERT_TRUE(loaded.ok());
  const auto explainer = Explainer::Create(*std::move(loaded), {});
  ASSERT_TRUE(explainer.ok());
  Explanation explanation;
  for (size_t label = 0; label < 3; ++label) {
    ASSERT_TRUE((*explainer)->Explain(Tinted(label, 50), &explanation).ok());
    EXPECT_EQ(explanation.scores.top[0].index, label);
  }
}

// What the trained model computes is the head on the pooled features.
TEST_F(TrainHeadTest, LogitsAreTheHeadOnPooledFeatures) {
  const auto loaded = BindModel(model_);
  ASSERT_TRUE(loaded.ok());
  auto pooled = PooledFeatures::Create(*loaded, ResizeRule::kShort, 1);
  ASSERT_TRUE(pooled.ok());
  const size_t channels = (*pooled)->channels();
  EXPECT_EQ(channels, 512u);
  LinearHead head{std::vector<double>(2 * channels), {0.5, -0.5}};
  for (size_t c = 0; c < channels; ++c) {
    head.weight[c] = 0.01 * static_cast<double>(c % 7) - 0.04;
    head.weight[channels + c] = -0.02 * static_cast<double>(c % 5);
  }
  const auto with_head = WithHead(model_, head, {"a", "b"});
  ASSERT_TRUE(with_head.ok());
  auto bound = BindModel(*with_head);
  ASSERT_TRUE(bound.ok());
  const auto explainer = Explainer::Create(*std::move(bound), {});
  ASSERT_TRUE(explainer.ok());
  const Picture picture = Tinted(1, 30);
  Explanation explanation;
  ASSERT_TRUE((*explainer)->Explain(picture, &explanation).ok());
  std::vector<float> features(channels);
  ASSERT_TRUE((*pooled)->Compute(picture, features).ok());
  for (size_t k = 0; k < 2; ++k) {
    double logit = head.bias[k];
    double magnitude = 1;
    for (size_t c = 0; c < channels; ++c) {
      logit += head.weight[k * channels + c] * features[c];
      magnitude += std::abs(head.weight[k * channels + c] * features[c]);
    }
    // Single precision in the class convolution and the features before it.
    EXPECT_NEAR(explanation.scores.logits[k], logit, 1e-5 * magnitude);
  }
}

TEST_F(TrainHeadTest, TheSameBitsForAnyThreads) {
  const LabelledSet set = MakeSet(2, 3);
  const auto one = TrainHead(model_, set, {.l2 = 1.0, .threads = 1});
  const auto two = TrainHead(model_, set, {.l2 = 1.0, .threads = 2});
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_EQ(one->head.weight, two->head.weight);
  EXPECT_EQ(one->head.bias, two->head.bias);
  EXPECT_FALSE(one->held_out.has_value());
}

TEST_F(TrainHeadTest, BrokenPicturesAreLeftOutAndTold) {
  LabelledSet set = MakeSet(2, 3);
  std::ofstream(set.pictures[1].path) << "no picture";
  const auto trained = TrainHead(model_, set, {.l2 = 1.0});
  ASSERT_TRUE(trained.ok()) << trained.status().message();
  ASSERT_EQ(trained->unreadable.size(), 1u);
  EXPECT_THAT(trained->unreadable[0], HasSubstr(set.pictures[1].path));
  EXPECT_THAT(trained->counts, testing::ElementsAre(2, 3));
}

TEST_F(TrainHeadTest, RefusesOneClassAndEmptyOnes) {
  EXPECT_THAT(TrainHead(model_, MakeSet(1, 3), {}).status().message(),
              HasSubstr("there is only the class 'a'"));
  LabelledSet set = MakeSet(2, 1);
  EXPECT_THAT(TrainHead(model_, set, {}).status().message(),
              HasSubstr("give --l2"));
  set.labels.push_back("c");
  EXPECT_THAT(TrainHead(model_, set, {}).status().message(),
              HasSubstr("the class 'c' has no picture"));
}

}  // namespace
}  // namespace camglass
