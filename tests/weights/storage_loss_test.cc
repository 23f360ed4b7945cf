#include "tools/storage_loss.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/weights/fixtures.h"
#include "tests/weights/made_model.h"

namespace camglass {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

Model Stored(const Model& model) {
  return *DecodeModel(FromVector(Encoded(model, ModelStorage::kF16)));
}

TEST(StorageLossTest, MeasuresWeightsAndLogits) {
  const Model model = MadeModel("squeezenet1_1", "torchvision", 4);
  const auto loss = MeasureStorageLoss(model, Stored(model));
  ASSERT_TRUE(loss.ok()) << loss.status().message();
  EXPECT_GT(loss->weight, 0);
  EXPECT_LE(loss->weight, 0x1p-11);  // half of a unit in f16's last place
  ASSERT_EQ(loss->pictures.size(), 2u);
  for (const PictureLoss& picture : loss->pictures) {
    EXPECT_GT(picture.logits.difference, 0) << picture.picture;
    EXPECT_LT(picture.logits.difference, 0.01 * picture.logits.largest_logit);
  }
  EXPECT_THAT(StorageLossText(*loss),
              Contains(AllOf(HasSubstr("coffee.jpg"), HasSubstr("logits"))));
}

TEST(StorageLossTest, SaysWhereNothingIsLost) {
  const Model model = Stored(MadeModel("squeezenet1_1", "torchvision", 4));
  const auto loss = MeasureStorageLoss(model, Stored(model));
  ASSERT_TRUE(loss.ok());
  EXPECT_EQ(loss->weight, 0);
  EXPECT_EQ(loss->pictures.at(0).logits.difference, 0);
  EXPECT_TRUE(loss->pictures.at(0).logits.same_top);
  EXPECT_THAT(StorageLossText(*loss), Contains(HasSubstr("exactly")));
}

}  // namespace
}  // namespace camglass
