// The model that comes with the repo.
#include <gtest/gtest.h>

#include "weights/class_names/imagenet.h"
#include "weights/load_model.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

TEST(BundledModelTest, IsWhatItShouldBe) {
  const auto model = LoadModel(CAMGLASS_BUNDLED_MODEL);
  ASSERT_TRUE(model.ok()) << model.status().message();
  EXPECT_EQ(model->info.config.arch, "squeezenet1_1");
  EXPECT_EQ(model->info.config.variant, "caffe");
  EXPECT_EQ(model->info.classes, ImageNetNames());
  EXPECT_EQ(model->info.preprocess.order, ChannelOrder::kBgr);
  EXPECT_EQ(model->info.preprocess.size, 227u);
  EXPECT_EQ(model->net.input_size, 227u);
  EXPECT_EQ(model->info.source.licence, "BSD-2-Clause");
  EXPECT_EQ(model->info.source.sha256,
            "308d1afdb450bd2836240f6cb6fe952cb2e33492fc3564b0c134391614c3dcb5");
}

TEST(BundledModelTest, IsFoundByItsName) {
  const auto path = FindModel(kDefaultModel, ModelFolders());
  EXPECT_TRUE(path.ok()) << path.status().message();
}

}  // namespace
}  // namespace camglass
