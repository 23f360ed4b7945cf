// Requests that come while another one is being carried out.
#include "camapp/viewer/model_switch.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <utility>

#include "tests/picture/pictures.h"

namespace camglass {
namespace {

constexpr double kImpossibleScale = 1000;

class ModelSwitchTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "camglass_model_switch." +
              std::to_string(getpid());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
    for (const char* name : {"a", "broken", "c"})
      std::filesystem::create_symlink(CAMGLASS_MODEL_FOLDER
                                      "/squeezenet1_1.safetensors",
                                      folder_ + "/" + name + ".safetensors");
    setenv("CAMGLASS_MODELS", folder_.c_str(), 1);
    ExplainFlags flags;
    flags.model = "a";
    flags.threads = 1;
    auto made = ModelSwitch::Create(
        flags, [this](const ExplainFlags& wanted) { return Load(wanted); });
    ASSERT_TRUE(made.ok()) << made.status().message();
    models_ = *std::move(made);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  StatusOr<std::unique_ptr<Explainer>> Load(const ExplainFlags& wanted) {
    if (while_loading_) std::exchange(while_loading_, nullptr)();
    if (wanted.model == "broken") return IoError("broken");
    return MakeExplainer(wanted, true);
  }
  size_t IndexOf(const std::string& name) const {
    const auto& names = models_->names();
    return static_cast<size_t>(std::find(names.begin(), names.end(), name) -
                               names.begin());
  }
  void Explain() {
    ASSERT_TRUE(models_->Explain(picture_, &explanation_).ok());
  }

  std::string folder_;
  std::function<void()> while_loading_;
  std::unique_ptr<ModelSwitch> models_;
  const Picture picture_ = RandomPicture(60, 80, 1);
  Explanation explanation_;
};

TEST_F(ModelSwitchTest, AModelThatFailsDoesNotUndoANewerRequest) {
  models_->RequestModel(IndexOf("broken"));
  while_loading_ = [this] {
    models_->RequestModel(IndexOf("c"));
    models_->RequestScale(1.5);
  };
  Explain();
  EXPECT_EQ(models_->TakeFailure(), "broken");
  EXPECT_EQ(models_->state().model, IndexOf("c"));
  EXPECT_EQ(models_->state().scale, 1.5);
  EXPECT_TRUE(models_->state().loading);
  Explain();
  EXPECT_FALSE(models_->state().loading);
  EXPECT_EQ(models_->state().model, IndexOf("c"));
}

TEST_F(ModelSwitchTest, AModelThatFailsIsTakenBack) {
  Explain();
  models_->RequestModel(IndexOf("broken"));
  Explain();
  EXPECT_EQ(models_->state().model, IndexOf("a"));
  EXPECT_FALSE(models_->state().loading);
}

// Whoever goes on to the next network gets past one that can't be loaded.
TEST_F(ModelSwitchTest, AModelThatFailsIsPassedByAfterwards) {
  models_->RequestModel(IndexOf("broken"));
  Explain();
  const size_t after = (IndexOf("broken") + 1) % models_->names().size();
  models_->RequestModel((IndexOf("broken") + models_->names().size() - 1) %
                        models_->names().size());
  EXPECT_EQ(models_->Neighbour(true), after);
}

TEST_F(ModelSwitchTest, AScaleThatFailsDoesNotUndoANewerModel) {
  models_->RequestModel(IndexOf("c"));
  models_->RequestScale(kImpossibleScale);
  while_loading_ = [this] { models_->RequestModel(IndexOf("a")); };
  Explain();
  EXPECT_TRUE(models_->TakeFailure().has_value());
  EXPECT_EQ(models_->state().model, IndexOf("a"));
  EXPECT_EQ(models_->state().scale, 1);
}

// Of a picture that is held there is nothing new to say until something
// changes.
TEST_F(ModelSwitchTest, RepeatsWhileAPictureIsHeld) {
  Explain();
  EXPECT_FALSE(models_->Repeats());
  models_->Hold(std::make_shared<const Picture>(picture_));
  EXPECT_FALSE(models_->Repeats());
  Explain();
  EXPECT_TRUE(models_->Repeats());
  models_->RequestScale(0.5);
  EXPECT_FALSE(models_->Repeats());
  Explain();
  EXPECT_TRUE(models_->Repeats());
  models_->Hold(nullptr);
  EXPECT_FALSE(models_->Repeats());
}

}  // namespace
}  // namespace camglass
