// A camera's faults and what becomes of them: the contract of camera.h.
#include "camapp/capture/camera.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "tests/capture/camera_fixture.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

TEST_F(CameraTest, DeliversEveryFrameToAQuickReader) {
  system_.Plug(0, FakeCamera());
  Start();
  EXPECT_NEAR(Run(kSecond), 30, 1);
  EXPECT_EQ(camera_->counts().missing, 0u);
  EXPECT_EQ(frame_.bytes.size(), 64u * 48 * 2);
  EXPECT_EQ(frame_.plane_bytes[0], 64u * 48 * 2);
  EXPECT_THAT(log_.front(), HasSubstr("YUYV 64x48 at 30 fps"));
}

// Ctrl-Z and fg, or a machine that slept: what the driver's buffers hold is
// from before, and for what came since it had no room.
TEST_F(CameraTest, GivesAfterAStandstillTheNewestFrame) {
  system_.Plug(0, FakeCamera());
  Start();
  Run(100 * kMs);
  for (const int64_t stopped : {kSecond, 3600 * kSecond}) {
    const StreamCounts before = camera_->counts();
    system_.PassTime(stopped);
    EXPECT_FALSE(camera_->Next(100, -1, &frame_));
    EXPECT_EQ(camera_->counts().stale, before.stale + 4);
    ASSERT_TRUE(camera_->Next(100, -1, &frame_));
    EXPECT_LT(system_.NowNs() - frame_.timestamp_ns, 2 * kMs);
    EXPECT_GT(camera_->counts().missing, before.missing + 20);
  }
  EXPECT_EQ(Logged("stalled"), 0);
  EXPECT_EQ(Logged("retrying"), 0);
}

// A reader that always comes late still gets frames.
TEST_F(CameraTest, GivesASlowReaderFrames) {
  system_.Plug(0, FakeCamera());
  Start();
  int frames = 0;
  for (int i = 0; i < 20; ++i) {
    system_.PassTime(kSecond);
    frames += camera_->Next(100, -1, &frame_) ? 1 : 0;
  }
  EXPECT_GE(frames, 10);
}

TEST_F(CameraTest, TellsTheAgeOfAFrameByItsTimestamp) {
  system_.Plug(0, FakeCamera());
  Start();
  ASSERT_TRUE(camera_->Next(100, -1, &frame_));
  EXPECT_NEAR(static_cast<double>(frame_.timestamp_ns), 1e9 + 1e9 / 30, 1e6);
}

TEST_F(CameraTest, DropsFramesThatTheDriverFlags) {
  system_.Plug(0, FakeCamera()).on_frame = [](uint32_t number, v4l2_buffer& b,
                                              std::vector<uint8_t>&) {
    if (number % 2 == 1) b.flags |= V4L2_BUF_FLAG_ERROR;
  };
  Start();
  EXPECT_NEAR(Run(kSecond), 15, 1);
  EXPECT_NEAR(static_cast<double>(camera_->counts().flagged), 15, 1);
  EXPECT_EQ(camera_->counts().missing, 0u);  // they came, only damaged
}

TEST_F(CameraTest, DropsShortFrames) {
  system_.Plug(0, FakeCamera()).on_frame = [](uint32_t number, v4l2_buffer& b,
                                              std::vector<uint8_t>&) {
    if (number == 3) b.bytesused -= 1;
    if (number == 4) b.bytesused = 0;
    if (number == 5) b.bytesused = 0xFFFFFFFF;  // more than the buffer: capped
  };
  Start();
  EXPECT_NEAR(Run(kSecond), 28, 1);
  EXPECT_EQ(camera_->counts().short_frames, 2u);
  EXPECT_EQ(frame_.bytes.size(), 64u * 48 * 2);
}

TEST_F(CameraTest, CountsGapsInTheSequence) {
  system_.Plug(0, FakeCamera()).on_frame = [](uint32_t number, v4l2_buffer& b,
                                              std::vector<uint8_t>&) {
    b.sequence = number < 5 ? number : number + 7;
  };
  Start();
  Run(kSecond);
  EXPECT_EQ(camera_->counts().missing, 7u);
}

TEST_F(CameraTest, ReadsSeparatePlanes) {
  FakeCamera camera;
  camera.device_caps = V4L2_CAP_VIDEO_CAPTURE_MPLANE | V4L2_CAP_STREAMING;
  camera.modes = {{V4L2_PIX_FMT_NV12M, 64, 48, {30}}};
  system_.Plug(0, camera);
  Start();
  EXPECT_GT(Run(kSecond), 28);
  EXPECT_EQ(frame_.format.planes, 2u);
  EXPECT_EQ(frame_.plane_bytes[0], 64u * 48);
  EXPECT_EQ(frame_.plane_bytes[1], 64u * 24);
  EXPECT_EQ(frame_.Plane(1).size(), 64u * 24);
}

TEST_F(CameraTest, ComesBackUnderAnotherNumber) {
  system_.Plug(0, FakeCamera());
  FakeCamera other;
  other.usb_serial = "B2";
  other.bus_path = "1-9:1.0";
  system_.Plug(1, other);
  Start();
  Run(kSecond);
  system_.Unplug(0);
  EXPECT_EQ(Run(3 * kSecond), 0);
  EXPECT_EQ(camera_->state(), CameraState::kAbsent);
  EXPECT_EQ(Logged("absent"), 1);
  const int64_t plugged = system_.NowNs();
  system_.Plug(2, FakeCamera());
  while (camera_->state() != CameraState::kStreaming) Run(10 * kMs);
  // Woken by the node, not by the timer, which is at 4 s by now.
  EXPECT_LT(system_.NowNs() - plugged, 100 * kMs);
  EXPECT_EQ(camera_->info().node, "/dev/video2");
  EXPECT_EQ(Logged("first frame from /dev/video2"), 1);
  EXPECT_EQ(Logged("after the node appeared"), 1);
  EXPECT_NEAR(Run(kSecond), 30, 1);
}

TEST_F(CameraTest, ComesBackByTheTimerWhereNobodyTells) {
  system_.BreakWatch();
  system_.Plug(0, FakeCamera());
  Start();
  Run(kSecond);
  system_.Unplug(0);
  Run(20 * kSecond);
  const uint64_t polls = system_.polls();
  Run(20 * kSecond);
  // 100 ms a call at least: the wait is never busy.
  EXPECT_LE(system_.polls(), polls + 210);
  system_.Plug(0, FakeCamera());
  EXPECT_GT(Run(6 * kSecond), 20);
}

TEST_F(CameraTest, WaitsForPermissionAfterAReplug) {
  // udev sets a node's group a moment after the kernel makes it.
  system_.Plug(0, FakeCamera());
  Start();
  Run(kSecond);
  system_.Unplug(0);
  Run(200 * kMs);
  system_.Plug(0, FakeCamera()).open_error = EACCES;
  EXPECT_EQ(Run(300 * kMs), 0);
  EXPECT_EQ(camera_->state(), CameraState::kRetrying);
  system_.At(0).open_error = 0;
  EXPECT_GT(Run(3 * kSecond), 20);
}

TEST_F(CameraTest, StallsAndGoesOn) {
  system_.Plug(0, FakeCamera());
  Start();
  Run(kSecond);
  system_.At(0).silent = true;
  Run(1500 * kMs);
  EXPECT_EQ(camera_->state(), CameraState::kStalled);
  EXPECT_EQ(Logged("stalled"), 1);
  system_.At(0).silent = false;
  EXPECT_GT(Run(kSecond), 20);
  EXPECT_EQ(Logged("frames again"), 1);
}

TEST_F(CameraTest, RestartsAStreamThatStaysSilent) {
  system_.Plug(0, FakeCamera());
  Start();
  Run(kSecond);
  system_.At(0).silent = true;
  Run(2500 * kMs);
  EXPECT_EQ(Logged("starting it again"), 1);
  EXPECT_EQ(camera_->state(), CameraState::kRetrying);
  Run(30 * kSecond);
  EXPECT_LE(Logged("retrying"), 3);  // no new line for the same fault
  system_.At(0).silent = false;
  EXPECT_GT(Run(8 * kSecond), 50);
}

TEST_F(CameraTest, ASlowCameraIsNotStalled) {
  FakeCamera slow;
  slow.modes = {{V4L2_PIX_FMT_YUYV, 64, 48, {1}}};
  system_.Plug(0, slow);
  Start();
  EXPECT_GE(Run(10 * kSecond), 9);
  EXPECT_EQ(Logged("stalled"), 0);
}

TEST_F(CameraTest, RestartsWhereTheSourceChanges) {
  system_.Plug(0, FakeCamera());
  Start();
  Run(kSecond);
  system_.At(0).modes = {{V4L2_PIX_FMT_YUYV, 32, 24, {30}}};
  system_.SendEvent(0, V4L2_EVENT_SOURCE_CHANGE);
  EXPECT_GT(Run(kSecond), 20);
  EXPECT_EQ(camera_->format().width, 32u);
  EXPECT_EQ(frame_.bytes.size(), 32u * 24 * 2);
}

TEST_F(CameraTest, TakesWhatTheDriverSubstitutesAndSaysSo) {
  FakeCamera camera;
  camera.modes = {{V4L2_PIX_FMT_YUYV, 64, 48, {30}},
                  {V4L2_PIX_FMT_NV12, 64, 48, {30}}};
  camera.forced_fourcc = V4L2_PIX_FMT_NV12;
  system_.Plug(0, camera);
  Start();
  EXPECT_GT(Run(kSecond), 20);
  EXPECT_EQ(frame_.format.fourcc, uint32_t{V4L2_PIX_FMT_NV12});
  EXPECT_THAT(log_.front(), HasSubstr("instead of YUYV"));
}

TEST_F(CameraTest, RefusesAFormatThatItCannotDecode) {
  FakeCamera camera;
  camera.forced_fourcc = V4L2_PIX_FMT_Y16;
  system_.Plug(0, camera);
  EXPECT_EQ(TryStart({}).status().code(), StatusCode::kUnsupported);
  EXPECT_EQ(system_.open_descriptors(), 0u);
}

TEST_F(CameraTest, TakesALighterModeWhereTheBusIsFull) {
  FakeCamera camera;
  camera.modes = {{V4L2_PIX_FMT_YUYV, 64, 48, {30}},
                  {V4L2_PIX_FMT_MJPEG, 64, 48, {30}},
                  {V4L2_PIX_FMT_YUYV, 32, 24, {30}}};
  camera.stream_on_error = ENOSPC;
  camera.room = 64 * 48;
  system_.Plug(0, camera);
  Start({.wish = {.width = 64, .height = 48}});
  EXPECT_EQ(camera_->format().fourcc, uint32_t{V4L2_PIX_FMT_MJPEG});
  EXPECT_EQ(Logged("trying a lighter mode"), 1);
}

TEST_F(CameraTest, ProposesALighterModeWhereTheUserInsists) {
  FakeCamera camera;
  camera.stream_on_error = ENOSPC;
  system_.Plug(0, camera);
  const Status status = TryStart({.wish_is_firm = true}).status();
  EXPECT_EQ(status.code(), StatusCode::kExhausted);
  EXPECT_THAT(status.message(), HasSubstr("--format MJPG"));
}

TEST_F(CameraTest, IsBusyWhileAnotherStreams) {
  system_.Plug(0, FakeCamera());
  Start();
  EXPECT_EQ(TryStart({}).status().code(), StatusCode::kBusy);
  camera_.reset();
  EXPECT_TRUE(TryStart({}).ok());
}

TEST_F(CameraTest, SurvivesADriverThatReturnsTheWrongBuffer) {
  int frames = 0;
  system_.Plug(0, FakeCamera()).on_frame = [&](uint32_t, v4l2_buffer& b,
                                               std::vector<uint8_t>&) {
    if (++frames == 50) b.index = 99;
  };
  Start();
  EXPECT_GT(Run(3 * kSecond), 80);
  EXPECT_EQ(Logged("didn't have"), 1);
}

TEST_F(CameraTest, SurvivesADriverThatReturnsABufferTwice) {
  int frames = 0;
  system_.Plug(0, FakeCamera()).on_frame = [&](uint32_t, v4l2_buffer& b,
                                               std::vector<uint8_t>&) {
    if (++frames == 50) b.index = (b.index + 1) % 4;
  };
  Start();
  EXPECT_GT(Run(3 * kSecond), 80);
  EXPECT_EQ(Logged("retrying"), 1);
}

// The heart of the matter: one call, any call, fails in any way, at the start
// or while streaming, and the camera streams again; nothing leaks and nothing
// spins.
TEST_F(CameraTest, RecoversFromEveryErrorAtEveryCall) {
  constexpr int kErrors[] = {EIO,    ENODEV, EINVAL, EBUSY,    ENOMEM, EACCES,
                             EAGAIN, ENOSPC, EPIPE,  ENXIO,    EPROTO, EFAULT,
                             ENOENT, EBADF,  ENOTTY, ETIMEDOUT};
  size_t failed_starts = 0;
  for (const int error : kErrors) {
    for (size_t n = 0; n < 160; ++n) {
      SCOPED_TRACE("errno " + std::to_string(error) + " at call " +
                   std::to_string(n));
      FakeSystem system;
      FakeCamera plugged;
      plugged.controls = {{V4L2_CID_BRIGHTNESS,
                           "Brightness",
                           V4L2_CTRL_TYPE_INTEGER,
                           0,
                           255,
                           128,
                           {}}};
      system.Plug(0, plugged);
      system.FailCall(n, error);
      {
        auto camera = Camera::Start(system, {.controls = {{"brightness", "7"}}},
                                    [](const std::string&) {});
        if (!camera.ok()) {
          EXPECT_FALSE(camera.status().message().empty());
          ++failed_starts;
          camera = Camera::Start(system, {}, [](const std::string&) {});
          ASSERT_TRUE(camera.ok()) << camera.status().message();
        }
        int frames_late = 0;
        CapturedFrame frame;
        const int64_t begin = system.NowNs();
        const uint64_t polls = system.polls();
        while (system.NowNs() < begin + 12 * kSecond) {
          const bool taken = (*camera)->Next(100, -1, &frame);
          if (taken && system.NowNs() > begin + 11 * kSecond) ++frames_late;
        }
        ASSERT_GT(frames_late, 20);
        ASSERT_LT(system.polls() - polls, 30u * 12 + 200);
      }
      ASSERT_EQ(system.open_descriptors(), 0u);
      ASSERT_EQ(system.mappings(), 0u);
    }
  }
  EXPECT_GT(failed_starts, 0u);
}

// The same while the camera comes back from an unplug.
TEST_F(CameraTest, RecoversFromEveryErrorDuringTheReturn) {
  for (const int error : {EIO, ENODEV, EBUSY, EACCES, ENOMEM, EINVAL}) {
    for (size_t n = 0; n < 90; ++n) {
      SCOPED_TRACE("errno " + std::to_string(error) + " at call " +
                   std::to_string(n));
      FakeSystem system;
      system.Plug(0, FakeCamera());
      auto camera = Camera::Start(system, {}, [](const std::string&) {});
      ASSERT_TRUE(camera.ok());
      CapturedFrame frame;
      for (int i = 0; i < 10; ++i) (*camera)->Next(100, -1, &frame);
      system.Unplug(0);
      (*camera)->Next(100, -1, &frame);
      system.Schedule(system.NowNs() + kSecond,
                      [&] { system.Plug(1, FakeCamera()); });
      system.FailCall(n, error);
      int frames_late = 0;
      const int64_t begin = system.NowNs();
      while (system.NowNs() < begin + 15 * kSecond) {
        const bool taken = (*camera)->Next(100, -1, &frame);
        if (taken && system.NowNs() > begin + 14 * kSecond) ++frames_late;
      }
      ASSERT_GT(frames_late, 20);
    }
  }
}

}  // namespace
}  // namespace camglass
