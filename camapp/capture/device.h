// An open V4L2 capture node: typed calls, errors as sentences.
#ifndef CAMGLASS_CAMAPP_CAPTURE_DEVICE_H_
#define CAMGLASS_CAMAPP_CAPTURE_DEVICE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "camapp/capture/frame_format.h"
#include "camapp/capture/system_calls.h"
#include "engine/base/status.h"

namespace camglass {

// What VIDIOC_QUERYCAP tells, by device_caps: the node's own abilities, not
// those of the whole device, so metadata and output nodes can be told apart.
struct NodeAbilities {
  std::string driver;
  std::string card;  // the name for people
  std::string bus;
  bool capture = false;      // streams pictures to us
  bool multiplanar = false;  // ... through the multi-planar interface only
};

// One size of one pixel format, as the driver lists them.
struct CaptureMode {
  uint32_t fourcc = 0;
  uint32_t width = 0;
  uint32_t height = 0;
  std::vector<double> fps;  // fastest first; empty where it isn't told
  double max_fps() const { return fps.empty() ? 0 : fps.front(); }
};

class Device {
 public:
  // Codes: kNotFound, kPermissionDenied (says which group to join), kBusy
  // (names the program), kUnavailable, kUnsupported for a node that doesn't
  // capture.
  static StatusOr<std::unique_ptr<Device>> Open(SystemCalls& system,
                                                const std::string& node);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  const std::string& node() const { return node_; }
  const NodeAbilities& abilities() const { return abilities_; }
  int fd() const { return fd_; }
  SystemCalls& system() const { return system_; }
  uint32_t buffer_type() const;

  // 0 and up, or -errno.
  int Call(unsigned long request, void* argument) const;
  // The error of a call as a sentence; `action` reads like "set the format".
  Status Error(const std::string& action, int error) const;

  // All sizes of all formats, also of those that we can't decode. A driver
  // that takes any size in a range is asked for `wanted` among others.
  StatusOr<std::vector<CaptureMode>> Modes(uint32_t wanted_width,
                                           uint32_t wanted_height) const;

  // Asks for a format; what the driver settled on may differ in everything.
  // Checked against CheckFrameFormat: fails with kUnsupported where we can't
  // use it.
  StatusOr<FrameFormat> SetFormat(uint32_t fourcc, uint32_t width,
                                  uint32_t height) const;
  // The rate that the driver settled on; 0 where it doesn't say.
  double SetFps(double fps) const;

 private:
  Device(SystemCalls& system, std::string node, int fd);

  SystemCalls& system_;
  std::string node_;
  int fd_;
  NodeAbilities abilities_;
};

// The abilities of an open node, or -errno.
int QueryAbilities(SystemCalls& system, int fd, NodeAbilities* abilities);

// An errno of a call on a node as a sentence that says what to do.
Status DeviceError(SystemCalls& system, const std::string& node,
                   const std::string& action, int error);
// The same where opening it failed.
Status OpenError(SystemCalls& system, const std::string& node, int error);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_DEVICE_H_
