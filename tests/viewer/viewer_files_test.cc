// The snapshots and recordings that a viewer writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "camapp/picture/decode.h"
#include "tests/picture/pictures.h"
#include "tests/viewer/viewer_fixture.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

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
  EXPECT_EQ(manifest["class"]["index"], explanation_.scores.top[0].index);
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
  // The next one is written, which doesn't bring the first back.
  while (state().message.empty()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ShowFrame();
  }
  EXPECT_THAT(state().message, HasSubstr(folder_));
  std::filesystem::create_directories(folder_);
  Press("s");
  const Status finished = viewer_->Finish();
  EXPECT_FALSE(std::filesystem::is_empty(folder_));
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

}  // namespace
}  // namespace camglass
