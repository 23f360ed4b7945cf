#include "tools/inspection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/weights/fixtures.h"
#include "tests/weights/made_model.h"

namespace camglass {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

TEST(InspectionTest, AModelAndItsPlan) {
  const auto what = Inspect(CAMGLASS_BUNDLED_MODEL, "");
  ASSERT_TRUE(what.ok()) << what.status().message();
  EXPECT_TRUE(what->is_model);
  ASSERT_TRUE(what->network.has_value());
  EXPECT_EQ(what->parameters, 1'235'496u);  // as published
  ASSERT_TRUE(what->plan.has_value());
  EXPECT_EQ(what->plan->input, (Extent{227, 227}));
  EXPECT_EQ(what->plan->map, (Extent{14, 14}));  // facts paper, section 5
  EXPECT_GT(what->plan->packed_bytes, 4 * what->parameters / 2);
  EXPECT_GT(what->plan->arena_bytes, 0u);
  EXPECT_FALSE(what->plan->steps.empty());
}

// 1.814 GFLOPs by torchvision's count, which is multiply-adds.
TEST(InspectionTest, CountsMultiplyAdds) {
  const TemporaryFolder folder;
  const std::string path = folder.Path("m.safetensors");
  const Model model = MadeModel("resnet18", "torchvision", 1000);
  ASSERT_TRUE(WriteModelFile(model, ModelStorage::kF16, path, false).ok());
  const auto what = Inspect(path, "224");
  ASSERT_TRUE(what.ok()) << what.status().message();
  EXPECT_NEAR(static_cast<double>(what->plan->multiply_adds), 1.814e9, 0.001e9);
  EXPECT_EQ(what->plan->map, (Extent{7, 7}));
}

TEST(InspectionTest, TheSizeCanBeGiven) {
  const auto what = Inspect(CAMGLASS_BUNDLED_MODEL, "240x320");
  ASSERT_TRUE(what.ok()) << what.status().message();
  EXPECT_EQ(what->plan->input, (Extent{240, 320}));
  EXPECT_THAT(Inspect(CAMGLASS_BUNDLED_MODEL, "5").status().message(),
              HasSubstr("squeezenet1_1.safetensors: "));
  EXPECT_EQ(Inspect(CAMGLASS_BUNDLED_MODEL, "5x").status().code(),
            StatusCode::kUsage);
}

TEST(InspectionTest, FilesOfNoKnownNetwork) {
  const auto what = Inspect(FixturePath("tiny.pth"), "");
  ASSERT_TRUE(what.ok()) << what.status().message();
  EXPECT_FALSE(what->network.has_value());
  EXPECT_FALSE(what->plan.has_value());
  EXPECT_THAT(what->refusal, HasSubstr("known network"));
  EXPECT_FALSE(what->checkpoint.tensors.empty());
  EXPECT_THAT(Inspect("/nowhere/x", "").status().message(),
              HasSubstr("/nowhere/x: "));
}

}  // namespace
}  // namespace camglass
