// Which nodes are cameras, which camera a name means, and finding one again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "camapp/capture/camera_info.h"
#include "tests/capture/fake_system.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

FakeCamera Named(const std::string& name, const std::string& serial,
                 const std::string& place) {
  FakeCamera camera;
  camera.name = name;
  camera.usb_serial = serial;
  camera.bus_path = place;
  return camera;
}

// As a webcam's second node: the device can capture video, this node can't.
FakeCamera MetadataNode() {
  FakeCamera camera;
  camera.device_caps = V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING;
  camera.other_caps = V4L2_CAP_VIDEO_CAPTURE;
  camera.index = "1";
  return camera;
}

TEST(Enumeration, SkipsNodesThatDoNotCaptureByTheirOwnCaps) {
  FakeSystem system;
  system.Plug(0, FakeCamera());
  system.Plug(1, MetadataNode());
  FakeCamera output;
  output.device_caps = V4L2_CAP_VIDEO_OUTPUT | V4L2_CAP_STREAMING;
  system.Plug(2, output);
  system.Plug(10, Named("Ten", "T", "1-3:1.0"));
  const CameraList list = ListCameras(system);
  ASSERT_EQ(list.cameras.size(), 2u);
  EXPECT_EQ(list.cameras[0].node, "/dev/video0");
  EXPECT_EQ(list.cameras[1].node, "/dev/video10");
  EXPECT_EQ(list.others.size(), 2u);
  EXPECT_EQ(system.open_descriptors(), 0u);
}

TEST(Enumeration, NodesComeByNumber) {
  FakeSystem system;
  for (const int number : {10, 2, 1}) system.Plug(number, FakeCamera());
  EXPECT_THAT(VideoNodes(system),
              ElementsAre("/dev/video1", "/dev/video2", "/dev/video10"));
}

TEST(Enumeration, KeepsCamerasThatCannotBeOpenedWithTheReason) {
  FakeSystem system;
  system.Plug(0, Named("Locked", "L", "1-1:1.0")).open_error = EACCES;
  const CameraList list = ListCameras(system);
  ASSERT_EQ(list.cameras.size(), 1u);
  EXPECT_EQ(list.cameras[0].name, "Locked");  // from sysfs
  EXPECT_EQ(list.cameras[0].status.code(), StatusCode::kPermissionDenied);
  EXPECT_THAT(list.cameras[0].status.message(), HasSubstr("usermod -aG video"));
}

// Each of these is closed to this user, so only udev and sysfs tell.
TEST(Enumeration, ClosedNodesThatCaptureNothingAreNotCameras) {
  FakeSystem system;
  const auto plug_closed = [&](int number, FakeCamera camera) {
    camera.open_error = EACCES;
    system.Plug(number, camera);
  };
  const auto of_udev = [&](int number, const std::string& abilities) {
    system.AddFile("/run/udev/data/c81:" + std::to_string(number),
                   "S:v4l/by-id/x\nE:ID_V4L_VERSION=2\nE:ID_V4L_CAPABILITIES=" +
                       abilities + "\nE:ID_V4L_PRODUCT=:capture:\n");
  };
  plug_closed(0, FakeCamera());
  plug_closed(1, MetadataNode());  // by sysfs's index
  FakeCamera named = Named("Cam", "N", "1-3:1.0");
  named.node_name = "Metadata 4";
  plug_closed(2, named);
  FakeCamera output = Named("Out", "", "platform");
  output.usb_vendor = "";
  plug_closed(3, output);
  of_udev(3, ":video_output:");
  plug_closed(4, Named("Meta", "M", "1-5:1.0"));
  of_udev(4, ":");
  // The second stream of one device: udev has seen that it is one.
  FakeCamera second = Named("Second", "S", "1-6:1.0");
  second.index = "2";
  plug_closed(5, second);
  of_udev(5, ":capture:");
  const CameraList list = ListCameras(system);
  std::vector<std::string> nodes;
  for (const CameraInfo& camera : list.cameras) nodes.push_back(camera.node);
  EXPECT_THAT(nodes, ElementsAre("/dev/video0", "/dev/video5"));
  EXPECT_EQ(list.others.size(), 4u);
  // Whoever names one is told what is in the way.
  EXPECT_EQ(FindCamera(system, "/dev/video1").status().code(),
            StatusCode::kPermissionDenied);
}

TEST(Enumeration, FindsByIdLinks) {
  FakeSystem system;
  system.Plug(3, FakeCamera());
  system.AddFolder("/dev/v4l/by-id", {"usb-Fake_A1-video-index0"});
  system.AddLink("/dev/v4l/by-id/usb-Fake_A1-video-index0", "/dev/video3");
  EXPECT_EQ(ListCameras(system).cameras[0].by_id,
            "/dev/v4l/by-id/usb-Fake_A1-video-index0");
  for (const char* wanted :
       {"usb-Fake_A1-video-index0", "/dev/v4l/by-id/usb-Fake_A1-video-index0",
        "/dev/video3", "Fake Camera", "fake c"}) {
    const auto found = FindCamera(system, wanted);
    ASSERT_TRUE(found.ok()) << wanted << ": " << found.status().message();
    EXPECT_EQ(found->node, "/dev/video3");
  }
}

TEST(FindCamera, WithoutANameTakesTheFirstThatOpens) {
  FakeSystem system;
  system.Plug(0, Named("Locked", "L", "1-1:1.0")).open_error = EACCES;
  system.Plug(1, Named("Open", "O", "1-2:1.0"));
  const auto found = FindCamera(system, "");
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->name, "Open");
}

TEST(FindCamera, WithoutANamePassesOverWhatHasNoUsableFormat) {
  FakeSystem system;
  system.Plug(0, Named("Depth", "D", "1-1:1.0")).modes = {
      {V4L2_PIX_FMT_Y16, 64, 48, {30}}};
  system.Plug(1, Named("Colour", "C", "1-2:1.0"));
  EXPECT_EQ(FindCamera(system, "")->name, "Colour");
  system.Unplug(1);
  EXPECT_EQ(FindCamera(system, "").status().code(), StatusCode::kUnsupported);
}

TEST(FindCamera, SaysWhyThereIsNone) {
  FakeSystem system;
  EXPECT_EQ(FindCamera(system, "").status().code(), StatusCode::kNotFound);
  EXPECT_EQ(FindCamera(system, "/dev/video7").status().code(),
            StatusCode::kNotFound);
  system.Plug(0, FakeCamera()).open_error = EACCES;
  EXPECT_EQ(FindCamera(system, "").status().code(),
            StatusCode::kPermissionDenied);
  EXPECT_EQ(FindCamera(system, "/dev/video0").status().code(),
            StatusCode::kPermissionDenied);
  EXPECT_THAT(FindCamera(system, "Logi").status().message(),
              HasSubstr("/dev/video0 'Fake Camera'"));
}

TEST(FindCamera, AsksBackWhereANameFitsSeveral) {
  FakeSystem system;
  system.Plug(0, Named("Front cam", "1", "1-1:1.0"));
  system.Plug(2, Named("Back cam", "2", "1-2:1.0"));
  const Status status = FindCamera(system, "cam").status();
  EXPECT_EQ(status.code(), StatusCode::kAmbiguous);
  EXPECT_THAT(status.message(), HasSubstr("Front cam"));
  EXPECT_THAT(status.message(), HasSubstr("Back cam"));
  EXPECT_EQ(FindCamera(system, "BACK")->node, "/dev/video2");
}

TEST(FindCamera, ANodeWithoutPicturesIsUnsupported) {
  FakeSystem system;
  system.Plug(1, MetadataNode());
  EXPECT_EQ(FindCamera(system, "/dev/video1").status().code(),
            StatusCode::kUnsupported);
}

TEST(Identity, FollowsTheSerialNumberToAnotherPlaceAndNumber) {
  FakeSystem system;
  system.Plug(0, Named("A", "A1", "1-1:1.0"));
  system.Plug(1, Named("B", "B1", "1-2:1.0"));
  const CameraIdentity a = ListCameras(system).cameras[0].identity;
  system.Unplug(0);
  EXPECT_EQ(NodeOfIdentity(system, a), "");
  system.Plug(5, Named("A", "A1", "2-4:1.0"));
  EXPECT_EQ(NodeOfIdentity(system, a), "/dev/video5");
}

TEST(Identity, TellsTwinsWithoutSerialNumberByTheirPlace) {
  FakeSystem system;
  system.Plug(0, Named("Twin", "", "1-1:1.0"));
  system.Plug(2, Named("Twin", "", "1-2:1.0"));
  const CameraIdentity first = ListCameras(system).cameras[0].identity;
  EXPECT_TRUE(first.shared);
  system.Unplug(0);
  EXPECT_EQ(NodeOfIdentity(system, first), "");  // not the other twin
  system.Plug(4, Named("Twin", "", "1-1:1.0"));
  EXPECT_EQ(NodeOfIdentity(system, first), "/dev/video4");
}

TEST(Identity, NeverTakesTheMetadataNodeOfTheSameDevice) {
  FakeSystem system;
  system.Plug(0, FakeCamera());
  const CameraIdentity identity = ListCameras(system).cameras[0].identity;
  system.Unplug(0);
  system.Plug(1, MetadataNode());
  EXPECT_EQ(NodeOfIdentity(system, identity), "");
}

TEST(Identity, OfOtherDevicesIsTheirPlace) {
  FakeSystem system;
  FakeCamera platform = Named("vivid", "", "vivid.0");
  platform.usb_vendor = "";
  system.Plug(0, platform);
  const CameraIdentity identity = ListCameras(system).cameras[0].identity;
  EXPECT_EQ(identity.usb, "");
  system.Unplug(0);
  system.Plug(3, platform);
  EXPECT_EQ(NodeOfIdentity(system, identity), "/dev/video3");
}

// What is said of a node that this user may not open.
std::string Advice(const FileAccess& access, int error = EACCES) {
  FakeSystem system;
  FakeCamera& camera = system.Plug(0, FakeCamera());
  camera.open_error = error;
  camera.access = access;
  const Status status = Device::Open(system, "/dev/video0").status();
  EXPECT_EQ(status.code(), StatusCode::kPermissionDenied);
  return status.message();
}

TEST(Errors, TheAdviceIsNeverToJoinRoot) {
  EXPECT_THAT(Advice({.group_number = 44, .group = "video", .group_may = true}),
              HasSubstr("sudo usermod -aG video $USER"));
  EXPECT_THAT(Advice({.group_number = 27, .group = "cam", .group_may = true}),
              HasSubstr("sudo usermod -aG cam $USER"));
  const FileAccess useless[] = {
      {.group_number = 0, .group = "root", .group_may = true},
      {.group_number = 0, .group = "root", .group_may = false},
      {.group_number = 44, .group = "video", .group_may = false},
      {.group_number = 44,
       .group = "video",
       .group_may = true,
       .is_member = true}};
  for (const FileAccess& access : useless) {
    const std::string advice = Advice(access);
    EXPECT_THAT(advice, Not(HasSubstr("root")));
    EXPECT_THAT(advice, HasSubstr("chgrp video /dev/video0"));
    EXPECT_THAT(advice, HasSubstr("usermod -aG video"));
  }
}

TEST(Errors, InAContainerTheAdviceIsOfContainers) {
  const std::string unnamed = Advice({.group_number = 993, .group_may = true});
  EXPECT_THAT(unnamed, HasSubstr("--group-add 993"));
  EXPECT_THAT(unnamed, Not(HasSubstr("usermod")));
  EXPECT_THAT(Advice({}, EPERM), HasSubstr("--device /dev/video0"));
}

TEST(Errors, BusyNamesTheProgram) {
  FakeSystem system;
  system.Plug(0, FakeCamera()).open_error = EBUSY;
  system.AddFolder("/proc", {"self", "77", "1"});
  system.AddFolder("/proc/77/fd", {"0", "5"});
  system.AddFolder("/proc/1/fd", {"0"});
  system.AddLink("/proc/77/fd/5", "/dev/video0");
  system.AddFile("/proc/77/comm", "cheese\n");
  const Status status = Device::Open(system, "/dev/video0").status();
  EXPECT_EQ(status.code(), StatusCode::kBusy);
  EXPECT_THAT(status.message(), HasSubstr("cheese (process 77)"));
}

TEST(Errors, BusyWithoutProcStillIsASentence) {
  FakeSystem system;
  system.Plug(0, FakeCamera()).open_error = EBUSY;
  EXPECT_THAT(Device::Open(system, "/dev/video0").status().message(),
              HasSubstr("in use by another program"));
}

}  // namespace
}  // namespace camglass
