// Cameras slower than they announce, frames that can't be used, times that
// can't be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "camapp/capture/stall_watch.h"
#include "tests/capture/camera_fixture.h"

namespace camglass {
namespace {

class SlowCamera : public CameraTest {
 protected:
  // Announces 30 frames a second, and gives one per `interval`.
  FakeCamera& PlugSlow(int64_t interval) {
    FakeCamera& camera = system_.Plug(0, FakeCamera());
    camera.interval_ns = interval;
    return camera;
  }
};

TEST_F(SlowCamera, FromTheStartNeitherStallsNorIsRestarted) {
  for (const int64_t interval :
       {700 * kMs, 1200 * kMs, 2500 * kMs, 4 * kSecond})
    for (const bool prompt : {false, true}) {
      SCOPED_TRACE(std::to_string(interval) + (prompt ? ", prompt" : ""));
      PlugSlow(interval).prompt = prompt;
      Start();
      const int frames = Run(60 * kSecond);
      EXPECT_NEAR(frames, static_cast<int>(60 * kSecond / interval), 1);
      EXPECT_EQ(Logged("stalled"), 0);
      EXPECT_EQ(Logged("retrying"), 0);
      camera_.reset();
      log_.clear();
    }
}

TEST_F(SlowCamera, ThatBecomesSlowInTheDarkStallsAtMostOnce) {
  for (const int64_t interval : {1500 * kMs, 2500 * kMs, 6 * kSecond}) {
    SCOPED_TRACE(interval);
    PlugSlow(0);
    Start();
    Run(5 * kSecond);
    system_.At(0).interval_ns = interval;
    Run(20 * kSecond);
    EXPECT_LE(Logged("stalled"), 1);
    EXPECT_LE(Logged("starting it again"), interval > 5 * kSecond ? 2 : 1);
    log_.clear();
    EXPECT_NEAR(Run(60 * kSecond), static_cast<int>(60 * kSecond / interval),
                2);
    EXPECT_TRUE(log_.empty()) << log_.front();
    camera_.reset();
    log_.clear();
  }
}

TEST_F(SlowCamera, SlowerThanAnyLimitIsWaitedForEverLonger) {
  PlugSlow(12 * kSecond);
  Start();
  Run(60 * kSecond);
  log_.clear();
  EXPECT_NEAR(Run(120 * kSecond), 10, 1);
  EXPECT_TRUE(log_.empty()) << log_.front();
}

// Each restart costs a tenth of a second, however many there were.
TEST_F(SlowCamera, IsStartedAgainWithoutAPause) {
  PlugSlow(0).silent = true;
  Start();
  while (Logged("starting it again") < 3) Run(50 * kMs);
  const int64_t lost = system_.NowNs();
  system_.At(0).silent = false;
  while (camera_->state() != CameraState::kStreaming) Run(10 * kMs);
  EXPECT_LT(system_.NowNs() - lost, 300 * kMs);
}

TEST_F(SlowCamera, IsQuickToStallAgainOnceItIsQuick) {
  PlugSlow(3 * kSecond);
  Start();
  Run(30 * kSecond);
  system_.At(0).interval_ns = 0;
  Run(10 * kSecond);
  system_.At(0).silent = true;
  Run(1500 * kMs);
  EXPECT_EQ(camera_->state(), CameraState::kStalled);
}

TEST_F(SlowCamera, TheUserSaysWhatAStallIs) {
  CameraOptions options;
  options.stall_timeout_s = 4;
  PlugSlow(0);
  Start(options);
  Run(kSecond);
  system_.At(0).silent = true;
  Run(3500 * kMs);
  EXPECT_EQ(Logged("stalled"), 0);
  Run(kSecond);
  EXPECT_EQ(Logged("stalled"), 1);
  EXPECT_EQ(Logged("retrying"), 0);
  Run(4 * kSecond);
  EXPECT_EQ(Logged("retrying"), 1);
}

TEST_F(SlowCamera, AShortTimeoutDoesNotHinderTheFirstFrame) {
  CameraOptions options;
  options.stall_timeout_s = 0.1;
  PlugSlow(1500 * kMs);
  Start(options);
  EXPECT_GE(Run(20 * kSecond), 12);
  EXPECT_EQ(Logged("stalled"), 0);
}

TEST_F(SlowCamera, OnlyDamagedFramesAreAStateOfTheirOwn) {
  bool damaged = false;
  system_.Plug(0, FakeCamera()).on_frame = [&](uint32_t number, v4l2_buffer& b,
                                               std::vector<uint8_t>&) {
    if (!damaged) return;
    number % 2 == 0 ? b.flags |= V4L2_BUF_FLAG_ERROR : b.bytesused /= 2;
  };
  Start();
  Run(kSecond);
  damaged = true;
  Run(1800 * kMs);
  EXPECT_EQ(camera_->state(), CameraState::kStreaming);
  Run(400 * kMs);
  EXPECT_EQ(camera_->state(), CameraState::kDamaged);
  EXPECT_STREQ(CameraStateName(camera_->state()), "damaged");
  EXPECT_GT(camera_->counts().flagged + camera_->counts().short_frames, 50u);
  Run(5 * kSecond);
  EXPECT_EQ(Logged("damaged:"), 1);
  EXPECT_EQ(Logged("no frame for"), 0);
  EXPECT_EQ(Logged("starting it again"), 0);  // frames come
  damaged = false;
  EXPECT_GT(Run(kSecond), 20);
  EXPECT_EQ(camera_->state(), CameraState::kStreaming);
  EXPECT_EQ(Logged("whole frames again after 7"), 1);
}

TEST_F(SlowCamera, ADamagedFrameAndThenSilenceIsAStall) {
  bool damaged = false;
  FakeCamera& camera = system_.Plug(0, FakeCamera());
  camera.on_frame = [&](uint32_t, v4l2_buffer& b, std::vector<uint8_t>&) {
    if (!damaged) return;
    b.flags |= V4L2_BUF_FLAG_ERROR;
    camera.silent = true;
  };
  Start();
  Run(kSecond);
  damaged = true;
  Run(1900 * kMs);
  EXPECT_EQ(camera_->state(), CameraState::kStalled);
  Run(kSecond);
  EXPECT_EQ(Logged("starting it again"), 1);
}

// In the future, before the stream, before time began, not a time at all.
TEST_F(SlowCamera, ATimeThatCannotBeIsNoTime) {
  timeval time = {};
  system_.Plug(0, FakeCamera()).on_frame = [&](uint32_t, v4l2_buffer& b,
                                               std::vector<uint8_t>&) {
    b.timestamp = time;
  };
  Start();
  Run(5 * kSecond);
  const int64_t now_s = system_.NowNs() / kSecond;
  const timeval nonsense[] = {
      {now_s + 3, 0},        {0, 0},         {-5, 0},
      {INT64_MAX, 999'999},  {INT64_MIN, 0}, {now_s, -1},
      {now_s, 1'000'000'000}};
  for (const timeval& t : nonsense) {
    SCOPED_TRACE(t.tv_sec);
    time = t;
    Run(300 * kMs);
    EXPECT_FALSE(frame_.has_time);
    EXPECT_LE(frame_.timestamp_ns, system_.NowNs());
    EXPECT_GT(frame_.timestamp_ns, system_.NowNs() - 300 * kMs);
  }
}

// A clock that runs a little fast makes sense, but no frame is of the
// future.
TEST_F(SlowCamera, ATimeJustAheadIsNow) {
  system_.Plug(0, FakeCamera()).on_frame = [&](uint32_t, v4l2_buffer& b,
                                               std::vector<uint8_t>&) {
    b.timestamp.tv_usec += 5'000;
    if (b.timestamp.tv_usec < 1'000'000) return;
    b.timestamp.tv_usec -= 1'000'000;
    ++b.timestamp.tv_sec;
  };
  Start();
  for (int i = 0; i < 60; ++i) {
    if (!camera_->Next(100, -1, &frame_)) continue;
    EXPECT_TRUE(frame_.has_time);
    EXPECT_LE(frame_.timestamp_ns, system_.NowNs());
  }
}

TEST(StallWatch, ForgetsAPauseOfTheWholeMachine) {
  StallWatch watch(0);
  watch.Begin(0, 30);
  watch.OnFrame(kSecond);
  watch.OnFrame(3600 * kSecond);
  EXPECT_LE(watch.Limit(), 60 * kSecond);
  for (int i = 1; i <= 8; ++i) watch.OnFrame(3600 * kSecond + i * 30 * kMs);
  EXPECT_EQ(watch.Limit(), kSecond);
}

TEST(StallWatch, ARateOfAlmostNothingIsBelieved) {
  StallWatch watch(0);
  watch.Begin(0, 1e-300);
  watch.OnFrame(kMs);
  EXPECT_EQ(watch.Limit(), 3600 * kSecond);
}

}  // namespace
}  // namespace camglass
