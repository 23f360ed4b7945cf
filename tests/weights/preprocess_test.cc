#include "weights/preprocess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace camglass {
namespace {

using ::testing::HasSubstr;

PreprocessRecipe Recipe(const char* name) {
  const auto recipe = FindPreprocessRecipe(name);
  EXPECT_TRUE(recipe.ok());
  return *recipe;
}

float Apply(const InputTransform& transform, size_t channel, float byte) {
  return byte * transform.mul[channel] + transform.add[channel];
}

TEST(PreprocessTest, CaffeSubtractsMeansInBlueGreenRed) {
  const auto t = MakeInputTransform(Recipe("caffe").preprocess, false);
  EXPECT_TRUE(t.bgr);
  EXPECT_EQ(Apply(t, 0, 104), 0);
  EXPECT_EQ(Apply(t, 1, 255), 138);
  EXPECT_EQ(Apply(t, 2, 0), -123);
}

// (1 - 0.485) / 0.229 and its like, worked out by hand.
TEST(PreprocessTest, TorchvisionNormalises) {
  const auto t = MakeInputTransform(Recipe("torchvision").preprocess, false);
  EXPECT_FALSE(t.bgr);
  EXPECT_NEAR(Apply(t, 0, 255), 2.2489083, 1e-6);
  EXPECT_NEAR(Apply(t, 1, 255), 2.4285714, 1e-6);
  EXPECT_NEAR(Apply(t, 2, 255), 2.64, 1e-6);
  EXPECT_NEAR(Apply(t, 0, 0), -2.1179039, 1e-6);
}

TEST(PreprocessTest, KerasScalesToPlusMinusOne) {
  const auto t = MakeInputTransform(Recipe("keras").preprocess, false);
  for (size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(Apply(t, c, 0), -1, 1e-7);
    EXPECT_NEAR(Apply(t, c, 255), 1, 1e-6);
  }
}

// The net effect of torchvision's two steps is RGB scaled to [-1, 1]: a grey
// of 127.5 must come out as 0.
TEST(PreprocessTest, TransformInputCentresGrey) {
  const PreprocessRecipe recipe = Recipe("torchvision");
  EXPECT_TRUE(recipe.transform_input);
  EXPECT_FALSE(Recipe("torchvision-plain").transform_input);
  const auto t = MakeInputTransform(recipe.preprocess, true);
  for (size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(Apply(t, c, 127.5f), 0, 1e-6);
    EXPECT_NEAR(Apply(t, c, 255), 1, 1e-6);
    EXPECT_NEAR(Apply(t, c, 0), -1, 1e-6);
  }
}

TEST(PreprocessTest, UnknownRecipesAreAnsweredWithTheList) {
  EXPECT_THAT(FindPreprocessRecipe("imagenet").status().message(),
              HasSubstr("caffe, torchvision, torchvision-plain, keras"));
}

}  // namespace
}  // namespace camglass
