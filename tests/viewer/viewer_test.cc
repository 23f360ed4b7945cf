// The viewer from commands to state and picture, with the bundled model and
// without a window.
#include "camapp/viewer/viewer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>
#include <vector>

#include "camapp/picture/decode.h"
#include "camapp/viewer/state_words.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

// Remembers the last scene.
class MemoryOutput : public ViewerOutput {
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

Picture Coffee() {
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
    viewer_->Attach(&output_);
    frame_.picture = Coffee();
    source_.state = "streaming";
    source_.name = "test";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // A frame goes the pipeline's way.
  void ShowFrame() {
    ASSERT_TRUE(models_->Explain(frame_.picture, &explanation_).ok());
    ASSERT_TRUE(viewer_->Show(frame_, &explanation_, source_).ok());
    ++frame_.number;
  }
  void Press(const char* keys) {
    for (; *keys != '\0'; ++keys) viewer_->Post(*CommandOfKey(*keys));
    ASSERT_TRUE(viewer_->ShowWaiting(source_).ok());
  }
  const ViewerState& state() const { return output_.state; }

  std::string folder_;
  std::vector<std::string> log_;
  StopSignal stop_;
  RecordingSwitch recorder_;
  std::unique_ptr<ModelSwitch> models_;
  MemoryOutput output_;
  std::unique_ptr<Viewer> viewer_;
  LiveFrame frame_;
  Explanation explanation_;
  SourceState source_;
};

TEST_F(ViewerTest, ShowsTheFirstClassOfAFrame) {
  ShowFrame();
  ASSERT_NE(state().explainer, nullptr);
  EXPECT_EQ(state().shown.size(), 3u);
  EXPECT_EQ(state().explanation.mapped.index, explanation_.top[0].index);
  EXPECT_EQ(output_.picture.extent(),
            NaturalSize({.frame_size = frame_.picture.extent()}));
}

TEST_F(ViewerTest, KeysChangeWhatIsShown) {
  ShowFrame();
  Press("2");
  EXPECT_EQ(state().explanation.mapped.index, explanation_.top[1].index);
  const Picture second = output_.picture;
  Press("p1");  // 1 lets the pinned class go
  EXPECT_FALSE(state().settings.pinned.has_value());
  EXPECT_NE(output_.picture.rgb, second.rgb);
  Press("3p");
  EXPECT_EQ(state().settings.pinned, explanation_.top[2].index);
  Press("c");
  ASSERT_TRUE(state().compared.has_value());
  EXPECT_EQ(state().compared->plus, explanation_.top[2].index);
  EXPECT_EQ(state().compared->minus, explanation_.top[1].index);
  Press("cp");
  EXPECT_FALSE(state().compared.has_value());
  EXPECT_EQ(state().commands, 8u);
}

TEST_F(ViewerTest, NothingIsPaintedWhereNothingChangesOrNobodyLooks) {
  ShowFrame();
  const int before = output_.presented;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(viewer_->ShowWaiting(source_).ok());
  EXPECT_EQ(output_.presented, before);
  source_.state = "absent";
  ASSERT_TRUE(viewer_->ShowWaiting(source_).ok());
  EXPECT_EQ(output_.presented, before + 1);
  const Picture seen = output_.picture;
  output_.watched = false;
  Press("o");
  EXPECT_EQ(output_.picture.rgb, seen.rgb);
  EXPECT_EQ(state().settings.style, OverlayStyle::kTurbo);
}

TEST_F(ViewerTest, MirrorTurnsTheDisplayAndNotWhatIsExplained) {
  ShowFrame();
  const Picture before = output_.picture;
  const size_t index = state().explanation.mapped.index;
  Press("m");
  EXPECT_NE(output_.picture.rgb, before.rgb);
  ShowFrame();
  EXPECT_EQ(state().explanation.mapped.index, index);
  Press("m");
  EXPECT_FALSE(state().settings.mirror);
}

TEST_F(ViewerTest, FrozenFramesStayAndCanStillBeExplored) {
  ShowFrame();
  Press(" ");
  frame_.picture = FlatPicture(frame_.picture.h, frame_.picture.w, 9, 9, 9);
  ShowFrame();
  ShowFrame();
  const size_t frozen = state().explanation.mapped.index;
  EXPECT_EQ(state().fields.frame, 0u);
  Press("2");
  EXPECT_NE(state().explanation.mapped.index, frozen);
  Press("+");
  ShowFrame();
  EXPECT_EQ(state().input_scale, 1.5);
  EXPECT_GT(state().explanation.map_size.h, 14u);
  Press("1 ");
  ShowFrame();
  EXPECT_GT(state().fields.frame, 0u);
}

TEST_F(ViewerTest, TheOnlyModelHasNoNext) {
  if (models_->names().size() > 1) GTEST_SKIP() << "there are other models";
  ShowFrame();
  Press("n");
  EXPECT_THAT(state().message, HasSubstr("no other model"));
}

TEST_F(ViewerTest, QuitSetsTheStopSignal) {
  ShowFrame();
  Press("q");
  EXPECT_TRUE(stop_.IsSet());
}

TEST_F(ViewerTest, BackLeavesOneThingAtATime) {
  const Command back = {CommandKind::kBack, {}};
  ShowFrame();
  Press("hf");
  viewer_->Post(back);
  Press("");
  EXPECT_FALSE(state().settings.help);
  EXPECT_TRUE(state().settings.full_screen);
  viewer_->Post(back);
  Press("");
  EXPECT_FALSE(state().settings.full_screen);
  EXPECT_FALSE(stop_.IsSet());
  viewer_->Post(back);
  Press("");
  EXPECT_TRUE(stop_.IsSet());
}

TEST_F(ViewerTest, AClassThatIsUnknownCantBePinned) {
  ShowFrame();
  viewer_->Post({CommandKind::kPin, 1'000'000});
  Press("");
  EXPECT_FALSE(state().settings.pinned.has_value());
  viewer_->Post({CommandKind::kPin, 504});
  Press("");
  EXPECT_EQ(state().explanation.mapped.index, 504u);
  EXPECT_EQ(state().explainer->ClassName(504), "coffee mug");
}

TEST_F(ViewerTest, APinnedClassAlwaysHasItsScore) {
  constexpr size_t kTench = 0;
  ShowFrame();
  viewer_->Post({CommandKind::kPin, kTench});
  Press("");
  ASSERT_TRUE(state().pinned.has_value());
  EXPECT_EQ(state().pinned->index, kTench);
  EXPECT_EQ(state().pinned->score, explanation_.scores[kTench]);
  EXPECT_EQ(state().shown.size(), 3u);
  const auto json = nlohmann::json::parse(StateJson(state()));
  EXPECT_FLOAT_EQ(json["view"]["pinned_score"], explanation_.scores[kTench]);
  EXPECT_EQ(json["view"]["beside"]["name"], "tench");
  EXPECT_EQ(json["view"]["beside"]["score_text"],
            ScoreWords(explanation_.scores[kTench], true));
  EXPECT_FLOAT_EQ(json["class"]["score"], explanation_.scores[kTench]);
  viewer_->Post({CommandKind::kPin, explanation_.top[1].index});
  Press("");
  EXPECT_FALSE(state().pinned.has_value());
}

TEST_F(ViewerTest, AnotherExplanationOfTheSameStillIsShown) {
  frame_.still = true;
  ASSERT_TRUE(viewer_->Show(frame_, nullptr, source_).ok());
  EXPECT_EQ(state().explainer, nullptr);
  ASSERT_TRUE(models_->Explain(frame_.picture, &explanation_).ok());
  ASSERT_TRUE(viewer_->Show(frame_, &explanation_, source_).ok());
  EXPECT_NE(state().explainer, nullptr);
  EXPECT_EQ(state().fields.skipped, 0u);
  EXPECT_TRUE(state().still);
}

TEST_F(ViewerTest, APictureThatIsOpenedIsSeenEvenWhereTheOldOneIsFrozen) {
  ShowFrame();
  Press(" ");
  frame_.still = true;
  ShowFrame();
  EXPECT_FALSE(state().settings.frozen);
  EXPECT_EQ(state().fields.frame, frame_.number - 1);
}

TEST_F(ViewerTest, StepsWithoutPicturesSayWhy) {
  ShowFrame();
  Press(".");
  EXPECT_THAT(state().message, HasSubstr("no other picture"));
}

TEST_F(ViewerTest, SnapshotsAreBundlesThatNeverOverwrite) {
  ShowFrame();
  Press("s");
  ASSERT_TRUE(viewer_->Finish().ok());
  Press("s");
  ASSERT_TRUE(viewer_->Finish().ok());
  std::vector<std::string> manifests;
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    ++files;
    if (entry.path().extension() == ".json")
      manifests.push_back(entry.path().string());
  }
  EXPECT_EQ(files, 10u);
  ASSERT_EQ(manifests.size(), 2u);
  std::ifstream in(manifests[0]);
  const auto manifest = nlohmann::json::parse(in);
  EXPECT_EQ(manifest["schema"], 1);
  EXPECT_EQ(manifest["class"]["index"], explanation_.top[0].index);
  for (const char* what : {"frame", "overlay", "figure", "map"}) {
    const std::string name = manifest["files"][what]["name"];
    EXPECT_TRUE(std::filesystem::exists(folder_ + "/" + name)) << name;
  }
  // The frame is the very one that was shown.
  const std::string name = manifest["files"]["frame"]["name"];
  const auto frame = ReadPicture(folder_ + "/" + name, {});
  ASSERT_TRUE(frame.ok());
  EXPECT_EQ(frame->rgb, frame_.picture.rgb);
}

// The command is taken after the frame whose map has another size, and before
// that is painted.
TEST_F(ViewerTest, ASnapshotIsOfTheFrameThatJustCame) {
  ShowFrame();
  frame_.picture = RandomPicture(240, 200, 1);
  viewer_->Post(*CommandOfKey('s'));
  ShowFrame();
  ASSERT_TRUE(viewer_->Finish().ok());
  EXPECT_EQ(state().fields.size, frame_.picture.extent());
  size_t overlays = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    if (!entry.path().string().ends_with(".overlay.png")) continue;
    ++overlays;
    const auto overlay = ReadPicture(entry.path().string(), {});
    ASSERT_TRUE(overlay.ok());
    EXPECT_EQ(overlay->extent(), frame_.picture.extent());
  }
  EXPECT_EQ(overlays, 1u);
}

TEST_F(ViewerTest, ASnapshotThatCantBeWrittenSaysSo) {
  ShowFrame();
  std::filesystem::remove_all(folder_);
  Press("s");
  const Status finished = viewer_->Finish();
  EXPECT_FALSE(finished.ok());
  EXPECT_THAT(finished.message(), HasSubstr(folder_));
}

TEST_F(ViewerTest, RecordingIsSwitchedOnAndOff) {
  ShowFrame();
  Press("r");
  const std::string path = state().recording;
  ASSERT_FALSE(path.empty());
  CapturedFrame captured;
  captured.bytes.assign(30, 1);
  captured.plane_bytes = {30, 0, 0};
  ASSERT_TRUE(recorder_.Write(captured).ok());
  Press("r");
  EXPECT_TRUE(state().recording.empty());
  EXPECT_GT(std::filesystem::file_size(path), 30u);
}

// A limit on the size of files stands for a disk that gets full.
TEST_F(ViewerTest, ARecordingOnAFullDiskIsToldKeptAndRemembered) {
  ShowFrame();
  Press("r");
  const std::string path = state().recording;
  CapturedFrame captured;
  captured.bytes.assign(30, 1);
  captured.plane_bytes = {30, 0, 0};
  ASSERT_TRUE(recorder_.Write(captured).ok());
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before = {};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit full = before;
  full.rlim_cur = 200;
  setrlimit(RLIMIT_FSIZE, &full);
  const Status written = recorder_.Write(captured);
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_TRUE(written.ok());  // the view goes on
  ShowFrame();
  EXPECT_TRUE(state().recording.empty());
  EXPECT_THAT(state().message, HasSubstr("the recording has ended: " + path));
  EXPECT_THAT(state().message, HasSubstr("the frame before that is kept"));
  ASSERT_EQ(log_.size(), 1u);
  EXPECT_EQ(log_[0], state().message);
  EXPECT_THAT(StateJson(state()), HasSubstr("\"recording_error\":\"" + path));
  // FORMAT.md: the file's header, a frame's header, the frame.
  EXPECT_EQ(std::filesystem::file_size(path), 16u + 88u + 30u);
  // A later recording that goes well doesn't change the verdict of the run.
  Press("r");
  EXPECT_FALSE(state().recording.empty());
  EXPECT_THAT(StateJson(state()), HasSubstr("\"recording_error\":\"\""));
  Press("r");
  EXPECT_THAT(viewer_->Finish().message(), HasSubstr(path));
}

TEST_F(ViewerTest, DamagedFramesAreToldAndCounted) {
  ShowFrame();
  source_.state = "damaged";
  source_.undecodable = 5;
  source_.counts.short_frames = 2;
  ASSERT_TRUE(viewer_->ShowWaiting(source_).ok());
  const auto camera = nlohmann::json::parse(StateJson(state()))["camera"];
  EXPECT_EQ(camera["state"], "damaged");
  EXPECT_EQ(camera["undecodable"], 5);
  SceneWords words;
  StateWords(state(), &words);
  ASSERT_EQ(words.notice.size(), 2u);
  EXPECT_EQ(words.notice[0], "test gives only damaged frames");
  EXPECT_EQ(words.notice[1].rfind("7 so far", 0), 0u);
  // The count goes on, though no frame is shown.
  source_.undecodable = 50;
  for (int i = 0; i < 600 && state().source.undecodable != 50; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    ASSERT_TRUE(viewer_->ShowWaiting(source_).ok());
  }
  EXPECT_EQ(state().source.undecodable, 50u);
}

TEST_F(ViewerTest, AnAgeThatIsNotKnownIsNotTold) {
  frame_.has_time = false;
  ShowFrame();
  EXPECT_TRUE(nlohmann::json::parse(StateJson(state()))["age_ms"].is_null());
  SceneWords words;
  StateWords(state(), &words);
  for (const std::string& item : words.status)
    EXPECT_NE(item.rfind("age", 0), 0u) << item;
}

TEST_F(ViewerTest, StateIsJson) {
  ShowFrame();
  const auto json = nlohmann::json::parse(StateJson(state()));
  for (const char* key : {"schema", "model", "top", "class", "size", "age_ms",
                          "fps", "dropped", "camera", "view"})
    EXPECT_TRUE(json.contains(key)) << key;
  EXPECT_EQ(json["view"]["rank"], 1);
  EXPECT_EQ(json["view"]["style"], "seed");
}

TEST_F(ViewerTest, AViewOfFramesAloneHasTheirClassInItsState) {
  ViewerOptions options;
  options.view = ViewKind::kFrame;
  options.folder = folder_;
  viewer_ =
      std::make_unique<Viewer>(options, models_.get(), &recorder_, &stop_);
  viewer_->Attach(&output_);
  ShowFrame();
  const auto json = nlohmann::json::parse(StateJson(state()));
  EXPECT_EQ(json["class"]["index"], explanation_.top[0].index);
  EXPECT_EQ(json["map_max"].get<float>(), explanation_.facts.max);
}

TEST_F(ViewerTest, WithoutAFrameItWaits) {
  source_.state = "absent";
  Press("s cp2+hm");
  EXPECT_EQ(state().explainer, nullptr);
  EXPECT_TRUE(nlohmann::json::accept(StateJson(state())));
}

}  // namespace
}  // namespace camglass
