#include "weights/preprocess_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(PreprocessChoiceTest, TakesARecipeByName) {
  const auto choice = ParsePreprocessChoice("torchvision-plain");
  ASSERT_TRUE(choice.ok());
  EXPECT_EQ(choice->recipe, "torchvision-plain");
  EXPECT_FALSE(choice->HasNumbers());
  EXPECT_TRUE(ParsePreprocessChoice("")->IsEmpty());
}

TEST(PreprocessChoiceTest, TakesNumbersInAnyOrder) {
  const auto choice = ParsePreprocessChoice(
      "std=1/4;0.25;-2.5e-1,scale=1/255,order=bgr,mean=0;-1;123.68");
  ASSERT_TRUE(choice.ok()) << choice.status().message();
  EXPECT_TRUE(choice->IsWhole());
  EXPECT_EQ(*choice->order, ChannelOrder::kBgr);
  EXPECT_DOUBLE_EQ(*choice->scale, 1.0 / 255);
  EXPECT_THAT(*choice->mean, ElementsAre(0, -1, 123.68));
  EXPECT_THAT(*choice->std, ElementsAre(0.25, 0.25, -0.25));
}

TEST(PreprocessChoiceTest, RefusesWhatIsNotOfTheForm) {
  for (const char* text : {"nonsense",
                           "order=RGB",
                           "order=",
                           "scale=0",
                           "scale=1/0",
                           "scale=x",
                           "scale=1/2/3",
                           "scale=nan",
                           "scale=inf",
                           "scale=1e999",
                           "scale= 1",
                           "mean=1",
                           "mean=1;2",
                           "mean=1;2;3;4",
                           "mean=1;2;",
                           "std=1;0;1",
                           "size=224",
                           "scale=1,",
                           ",scale=1",
                           "=",
                           "scale=1,scale=2",
                           "scale=1/255;order=rgb",
                           "torchvision,order=bgr"})
    EXPECT_EQ(ParsePreprocessChoice(text).status().code(), StatusCode::kUsage)
        << text;
  EXPECT_THAT(ParsePreprocessChoice("mean=1").status().message(),
              HasSubstr("'mean=1'"));
}

TEST(PreprocessChoiceTest, NumbersReplaceThoseOfTheBase) {
  const Preprocess torchvision =
      FindPreprocessRecipe("torchvision")->preprocess;
  const auto changed = WithNumbers(
      torchvision, *ParsePreprocessChoice("mean=0.5;0.5;0.5"), false);
  ASSERT_TRUE(changed.ok());
  EXPECT_THAT(changed->mean, ElementsAre(0.5, 0.5, 0.5));
  EXPECT_EQ(changed->std, torchvision.std);
  EXPECT_EQ(changed->scale, torchvision.scale);
}

// Means of red, green and blue don't say what blue, green and red are to have.
TEST(PreprocessChoiceTest, AnotherOrderNeedsItsMeans) {
  const Preprocess torchvision =
      FindPreprocessRecipe("torchvision")->preprocess;
  const auto bgr = *ParsePreprocessChoice("order=bgr");
  EXPECT_THAT(WithNumbers(torchvision, bgr, false).status().message(),
              HasSubstr("mean= and std="));
  EXPECT_TRUE(WithNumbers(torchvision, bgr, true).ok());
  const Preprocess keras = FindPreprocessRecipe("keras")->preprocess;
  EXPECT_EQ(WithNumbers(keras, bgr, false)->order, ChannelOrder::kBgr);
  EXPECT_TRUE(
      WithNumbers(torchvision,
                  *ParsePreprocessChoice(
                      "order=bgr,mean=.406;.456;.485,std=.225;.224;.229"),
                  false)
          .ok());
}

}  // namespace
}  // namespace camglass
