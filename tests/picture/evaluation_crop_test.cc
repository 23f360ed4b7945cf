#include "camapp/picture/evaluation_crop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "camapp/picture/limits.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

Picture Cropped(const Picture& picture, size_t resize, size_t side) {
  const StatusOr<EvaluationCrop> crop =
      PlanEvaluationCrop(picture.extent(), resize, side);
  EXPECT_TRUE(crop.ok()) << crop.status().message();
  return CropForEvaluation(picture, *crop);
}

TEST(EvaluationCrop, EqualsPillow) {
  EXPECT_EQ(MaxDifference(Cropped(DecodedDataFile("crop_source.ppm"), 20, 16),
                          DecodedDataFile("crop_wanted.ppm")),
            0);
  EXPECT_EQ(MaxDifference(
                Cropped(DecodedDataFile("crop_enlarged_source.ppm"), 20, 15),
                DecodedDataFile("crop_enlarged_wanted.ppm")),
            0);
}

TEST(EvaluationCrop, OffsetsRoundHalvesToEven) {
  // torchvision: int(round((h - 224) / 2)), Python's round.
  EXPECT_EQ(PlanEvaluationCrop({256, 257}, 256, 224)->left, 16u);  // 16.5
  EXPECT_EQ(PlanEvaluationCrop({256, 259}, 256, 224)->left, 18u);  // 17.5
  EXPECT_EQ(PlanEvaluationCrop({256, 258}, 256, 224)->left, 17u);
}

TEST(EvaluationCrop, LongSideIsTruncated) {
  // 256 * 500 / 375 = 341.33
  const StatusOr<EvaluationCrop> crop =
      PlanEvaluationCrop({375, 500}, 256, 224);
  EXPECT_EQ(crop->resized, (Extent{256, 341}));
}

TEST(EvaluationCrop, KnowsItsPlaceInThePicture) {
  const StatusOr<EvaluationCrop> crop =
      PlanEvaluationCrop({512, 512}, 256, 224);
  const Region region = crop->InPicture({512, 512});
  EXPECT_DOUBLE_EQ(region.y, 32);
  EXPECT_DOUBLE_EQ(region.x, 32);
  EXPECT_DOUBLE_EQ(region.h, 448);
  EXPECT_DOUBLE_EQ(region.w, 448);
}

TEST(EvaluationCrop, RefusesWhatCanNotBeCut) {
  EXPECT_FALSE(PlanEvaluationCrop({300, 300}, 200, 224).ok());
  EXPECT_FALSE(
      PlanEvaluationCrop({1, limits::kMaxPictureSide}, 8192, 224).ok());
}

TEST(EvaluationCrop, OnePixelFillsTheSquare) {
  EXPECT_EQ(MaxDifference(Cropped(FlatPicture(1, 1, 9, 80, 250), 256, 224),
                          FlatPicture(224, 224, 9, 80, 250)),
            0);
}

}  // namespace
}  // namespace camglass
