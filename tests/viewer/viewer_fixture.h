// A viewer with the bundled model and without a window.
#ifndef CAMGLASS_TESTS_VIEWER_VIEWER_FIXTURE_H_
#define CAMGLASS_TESTS_VIEWER_VIEWER_FIXTURE_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "camapp/picture/decode.h"
#include "camapp/viewer/viewer.h"
#include "tests/picture/pictures.h"

namespace camglass {

// Remembers the last scene.
class MemorySink : public PaintedSceneSink {
 public:
  Extent Size(Extent natural) override { return watched ? natural : Extent(); }
  StatusOr<ShowTimes> PresentPicture(const Picture& shown,
                                     const ViewerState&) override {
    picture = shown;
    return ShowTimes();
  }
  Status PresentState(const ViewerState& shown) override {
    state = shown;
    ++presented;
    return Status();
  }

  bool watched = true;
  Picture picture;
  ViewerState state;
  int presented = 0;
};

inline Picture Coffee() {
  auto picture = ReadPicture(CAMGLASS_SAMPLES "/coffee.jpg", {});
  EXPECT_TRUE(picture.ok());
  return *std::move(picture);
}

class ViewerTest : public testing::Test {
 protected:
  void SetUp() override {
    setenv("CAMGLASS_MODELS", CAMGLASS_MODEL_FOLDER, 1);
    // ctest runs these tests in processes side by side.
    folder_ =
        testing::TempDir() + "camglass_viewer_test." + std::to_string(getpid());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
    ExplainFlags flags;
    flags.threads = 1;
    auto models = ModelSwitch::Create(flags);
    ASSERT_TRUE(models.ok()) << models.status().message();
    models_ = *std::move(models);
    ViewerOptions options;
    options.folder = folder_;
    options.steady_labels = false;
    options.log = [this](const std::string& line) { log_.push_back(line); };
    viewer_ =
        std::make_unique<Viewer>(options, models_.get(), &recorder_, &stop_);
    viewer_->Attach(&sink_);
    frame_.picture = Coffee();
    source_.state = "streaming";
    source_.name = "test";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Status Explain() {
    if (models_->Repeats() && shared_) return Status();
    const Status explained = models_->Explain(frame_.picture, &explanation_);
    if (explained.ok()) shared_ = MakeShared(explanation_);
    return explained;
  }
  // A frame goes the pipeline's way.
  void ShowFrame() {
    ASSERT_TRUE(Explain().ok());
    ASSERT_TRUE(viewer_->Show(frame_, shared_, source_).ok());
    ++frame_.number;
  }
  void Press(const char* keys) {
    for (; *keys != '\0'; ++keys) viewer_->Post(*CommandOfKey(*keys));
    ASSERT_TRUE(viewer_->ShowWaiting(source_).ok());
  }
  const ViewerState& state() const { return sink_.state; }

  std::string folder_;
  std::vector<std::string> log_;
  StopSignal stop_;
  RecordingSwitch recorder_;
  std::unique_ptr<ModelSwitch> models_;
  MemorySink sink_;
  std::unique_ptr<Viewer> viewer_;
  LiveFrame frame_;
  Explanation explanation_;
  SharedExplanation shared_;  // a copy of it
  SourceState source_;
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_VIEWER_VIEWER_FIXTURE_H_
