#include "camapp/live/photo_until_camera.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/capture/fake_system.h"

namespace camglass {
namespace {

const char kPhoto[] = CAMGLASS_SAMPLES "/chelsea.png";

class PhotoUntilCameraTest : public ::testing::Test {
 protected:
  StatusOr<std::unique_ptr<FrameSource>> Make(const std::string& photo) {
    return PhotoUntilCamera::Make(
        system_, photo, {},
        [this](const std::string& line) { said_.push_back(line); },
        NotFound("no camera"));
  }

  FakeSystem system_;
  std::vector<std::string> said_;
};

TEST_F(PhotoUntilCameraTest, WithoutAPhotographItFails) {
  EXPECT_FALSE(Make("/nowhere.jpg").ok());
}

TEST_F(PhotoUntilCameraTest, ThePhotographIsShownAndSaysHowToGoOn) {
  auto source = Make(kPhoto);
  ASSERT_TRUE(source.ok()) << source.status().message();
  CapturedFrame frame;
  const auto event = (*source)->Next(-1, &frame);
  ASSERT_TRUE(event.ok());
  EXPECT_EQ(*event, FrameSource::Event::kFrame);
  EXPECT_FALSE(frame.bytes.empty());
  EXPECT_FALSE((*source)->has_capture_times());
  SourceState state;
  (*source)->Describe(&state);
  EXPECT_EQ(state.name, "chelsea.png");
  EXPECT_EQ(state.state, "no camera");
  ASSERT_EQ(state.notice.size(), 2u);
  EXPECT_EQ(said_.size(), 1u);
}

TEST_F(PhotoUntilCameraTest, APluggedCameraTakesOver) {
  auto source = Make(kPhoto);
  ASSERT_TRUE(source.ok());
  CapturedFrame frame;
  ASSERT_TRUE((*source)->Next(-1, &frame).ok());
  ASSERT_TRUE((*source)->Next(-1, &frame).ok());
  const std::vector<uint8_t> photo = frame.bytes;
  system_.Plug(0, FakeCamera());
  bool live = false;
  for (int i = 0; i < 20 && !live; ++i) {
    const auto event = (*source)->Next(-1, &frame);
    ASSERT_TRUE(event.ok()) << event.status().message();
    live = *event == FrameSource::Event::kFrame && frame.bytes != photo;
  }
  EXPECT_TRUE(live);
  EXPECT_TRUE((*source)->has_capture_times());
  SourceState state;
  (*source)->Describe(&state);
  EXPECT_TRUE(state.notice.empty());
  source->reset();
  EXPECT_EQ(system_.mappings(), 0u);
}

}  // namespace
}  // namespace camglass
