// Nodes, permissions, formats, and who holds them.
#include <linux/videodev2.h>

#include "camapp/capture/camera_info.h"
#include "camapp/capture/mode_choice.h"
#include "camapp/doctor/doctor.h"

namespace camglass {
namespace {

// USB's speed in megabits a second, from sysfs; empty where it isn't USB.
std::string UsbSpeed(SystemCalls& system, const CameraInfo& camera) {
  const std::string name = camera.node.substr(camera.node.rfind('/') + 1);
  std::string device;
  if (system.RealPath("/sys/class/video4linux/" + name + "/device", &device) <
      0)
    return "";
  std::string speed;
  const std::string usb = device.substr(0, device.rfind('/'));
  if (system.ReadTextFile(usb + "/speed", &speed) < 0) return "";
  return speed.substr(0, speed.find('\n'));
}

// Setting a format is how busy devices show themselves: opening one succeeds
// for several programs. The present format is set again, which changes nothing.
Status TryFormat(const Device& device) {
  v4l2_format format = {};
  format.type = device.buffer_type();
  if (device.Call(VIDIOC_G_FMT, &format) < 0) return Status();
  const int result = device.Call(VIDIOC_S_FMT, &format);
  return result < 0 ? device.Error("set its format", -result) : Status();
}

Finding Problem(const std::string& subject, const Status& status) {
  return {Verdict::kAction, subject, status.message()};
}

// works: whether one of the cameras does.
Finding ExamineCamera(SystemCalls& system, const CameraInfo& camera,
                      bool works) {
  const std::string subject = "camera " + camera.node;
  if (!camera.status.ok()) return Problem(subject, camera.status);
  auto device = Device::Open(system, camera.node);
  if (!device.ok()) return Problem(subject, device.status());
  const Status free = TryFormat(**device);
  if (!free.ok()) return Problem(subject, free);
  const auto modes = (*device)->Modes(kDefaultWidth, kDefaultHeight);
  if (!modes.ok()) return Problem(subject, modes.status());
  const auto ranked = RankModes(*modes, {});
  if (ranked.empty())
    return {works ? Verdict::kNote : Verdict::kAction, subject,
            NoUsableMode(camera.node, *modes, {}) +
                (works ? "; it is passed over" : "; use another camera")};
  const CaptureMode& best = ranked.front().mode;
  std::string text =
      "'" + camera.name + "', " + camera.driver + ", " +
      ModeText(best.fourcc, best.width, best.height, best.max_fps());
  const std::string speed = UsbSpeed(system, camera);
  if (!speed.empty()) text += ", USB at " + speed + " Mbit/s";
  // Below high speed only tiny or compressed pictures fit.
  const bool slow = speed == "12" || speed == "1.5";
  if (slow) text += "; plug it into a faster port for full rates";
  return {slow ? Verdict::kNote : Verdict::kGood, subject, text};
}

}  // namespace

std::vector<Finding> ExamineCameras(SystemCalls& system) {
  const CameraList list = ListCameras(system);
  const bool works = FindCamera(system, "").ok();
  std::vector<Finding> findings;
  for (const CameraInfo& camera : list.cameras)
    findings.push_back(ExamineCamera(system, camera, works));
  if (list.cameras.empty())
    findings.push_back(
        {Verdict::kAction, "cameras",
         "none is there; plug one in (in a virtual machine or a container: "
         "pass /dev/video* through). --image, --video and --pattern work "
         "without"});
  return findings;
}

}  // namespace camglass
