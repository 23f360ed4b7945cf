// Which camera is started where none is named, and which one is taken for one
// that was lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "tests/capture/camera_fixture.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

class CameraChoice : public CameraTest {
 protected:
  // Without a serial number, as many cheap cameras.
  static FakeCamera At(const std::string& place,
                       const std::string& serial = "") {
    FakeCamera camera;
    camera.name = "Cam at " + place;
    camera.usb_serial = serial;
    camera.bus_path = place;
    return camera;
  }
  static FakeCamera WithoutUsableFormat() {
    FakeCamera camera = At("1-1:1.0");
    camera.modes = {{V4L2_PIX_FMT_Y16, 64, 48, {30}}};
    return camera;
  }
};

TEST_F(CameraChoice, PassesOverWhatHasNoUsableFormat) {
  system_.Plug(0, WithoutUsableFormat());
  system_.Plug(2, At("1-2:1.0"));
  Start();
  EXPECT_EQ(camera_->info().node, "/dev/video2");
  EXPECT_EQ(Logged("passed over: /dev/video0: the camera doesn't offer"), 1);
  EXPECT_GT(Run(kSecond), 20);
}

TEST_F(CameraChoice, PassesOverWhatCannotBeOpenedOrStarted) {
  system_.Plug(0, At("1-1:1.0")).open_error = EACCES;
  system_.Plug(1, At("1-2:1.0")).s_fmt_error = EBUSY;
  system_.Plug(2, At("1-3:1.0")).stream_on_error = EIO;
  system_.Plug(3, At("1-4:1.0")).open_error = EIO;
  system_.Plug(4, At("1-5:1.0"));
  Start();
  EXPECT_EQ(camera_->info().node, "/dev/video4");
  EXPECT_EQ(Logged("passed over"), 4);
  EXPECT_EQ(camera_->info().name, "Cam at 1-5:1.0");
  camera_.reset();
  EXPECT_EQ(system_.open_descriptors(), 0u);
  EXPECT_EQ(system_.mappings(), 0u);
}

TEST_F(CameraChoice, TakesTheFormatAskedForFromTheOneThatHasIt) {
  system_.Plug(0, At("1-1:1.0"));
  FakeCamera other = At("1-2:1.0");
  other.modes = {{V4L2_PIX_FMT_NV12, 64, 48, {30}}};
  system_.Plug(2, other);
  CameraOptions options;
  options.wish.fourcc = V4L2_PIX_FMT_NV12;
  Start(options);
  EXPECT_EQ(camera_->info().node, "/dev/video2");
}

TEST_F(CameraChoice, ANamedOneIsNeverPassedOver) {
  system_.Plug(0, WithoutUsableFormat());
  system_.Plug(2, At("1-2:1.0"));
  for (const char* name : {"/dev/video0", "1-1"}) {
    CameraOptions options;
    options.camera = name;
    EXPECT_EQ(TryStart(options).status().code(), StatusCode::kUnsupported);
  }
  EXPECT_EQ(Logged("passed over"), 0);
}

TEST_F(CameraChoice, WhereNoneWorksTheFirstOnesReasonIsTheError) {
  system_.Plug(0, WithoutUsableFormat());
  system_.Plug(2, At("1-2:1.0")).open_error = EACCES;
  const Status status = TryStart({}).status();
  EXPECT_EQ(status.code(), StatusCode::kUnsupported);
  EXPECT_THAT(status.message(), HasSubstr("/dev/video0"));
  EXPECT_EQ(Logged("passed over"), 1);  // the other one is not passed over
  EXPECT_EQ(system_.open_descriptors(), 0u);
}

TEST_F(CameraChoice, AWrongControlIsNotTheCamerasFault) {
  system_.Plug(0, At("1-1:1.0"));
  system_.Plug(2, At("1-2:1.0"));
  CameraOptions options;
  options.controls = {{"no_such", "7"}};
  const Status status = TryStart(options).status();
  EXPECT_EQ(status.code(), StatusCode::kInvalidInput);  // not "no camera"
  EXPECT_EQ(Logged("passed over"), 0);
}

TEST_F(CameraChoice, ATwinPluggedInLaterIsNotTakenForTheLostOne) {
  for (const char* serial : {"", "200901010001"}) {
    SCOPED_TRACE(serial);
    system_.Plug(0, At("1-1:1.0", serial));
    Start();
    Run(kSecond);
    system_.Plug(2, At("1-2:1.0", serial));
    Run(kSecond);
    system_.Unplug(0);
    EXPECT_EQ(Run(20 * kSecond), 0);
    EXPECT_EQ(camera_->state(), CameraState::kAbsent);
    EXPECT_EQ(Logged("/dev/video2 is another one like"), 1);
    // The lost one, where it was.
    system_.Plug(5, At("1-1:1.0", serial));
    EXPECT_GT(Run(kSecond), 20);
    EXPECT_EQ(camera_->info().node, "/dev/video5");
    camera_.reset();
    log_.clear();
    system_.Unplug(2);
    system_.Unplug(5);
  }
}

// The stream broke off, and before it is started again the camera is unplugged.
TEST_F(CameraChoice, NorIsItAfterAnotherFault) {
  system_.Plug(0, At("1-1:1.0"));
  Start();
  Run(kSecond);
  system_.Plug(2, At("1-2:1.0"));
  system_.At(0).silent = true;
  while (camera_->state() != CameraState::kRetrying) Run(10 * kMs);
  system_.Unplug(0);
  EXPECT_EQ(Run(20 * kSecond), 0);
}

TEST_F(CameraChoice, WhatComesBackElsewhereIsFollowedWithALine) {
  for (const char* serial : {"", "A1"}) {
    SCOPED_TRACE(serial);
    system_.Plug(0, At("1-1:1.0", serial));
    Start();
    Run(kSecond);
    system_.Unplug(0);
    Run(2 * kSecond);
    system_.Plug(3, At("1-4:1.0", serial));
    EXPECT_GT(Run(kSecond), 20);
    EXPECT_EQ(Logged("plugged in at 1-4:1.0 instead of 1-1:1.0"), 1);
    EXPECT_EQ(Logged("no serial number"), *serial == '\0' ? 1 : 0);
    // That is its place from now on.
    system_.Plug(0, At("1-1:1.0", serial));
    Run(kSecond);
    system_.Unplug(3);
    EXPECT_EQ(Run(10 * kSecond), 0);
    system_.Plug(3, At("1-4:1.0", serial));
    EXPECT_GT(Run(kSecond), 20);
    camera_.reset();
    log_.clear();
    system_.Unplug(0);
    system_.Unplug(3);
  }
}

// A virtual camera has neither USB ids nor a place.
TEST_F(CameraChoice, WithoutAnIdentityTheNameMustBeTheSame) {
  FakeCamera nowhere = At("");
  nowhere.usb_vendor = "";
  nowhere.name = "OBS";
  nowhere.has_device_link = false;
  system_.Plug(0, nowhere);
  Start();
  Run(kSecond);
  system_.Unplug(0);
  Run(kSecond);
  FakeCamera other = nowhere;
  other.name = "Somebody else";
  system_.Plug(0, other);
  EXPECT_EQ(Run(10 * kSecond), 0);
  system_.Unplug(0);
  system_.Plug(0, nowhere);
  EXPECT_GT(Run(6 * kSecond), 20);
}

}  // namespace
}  // namespace camglass
