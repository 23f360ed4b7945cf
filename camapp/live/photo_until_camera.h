// What a first run on a machine without a camera sees: a photograph, until a
// camera is plugged in.
#ifndef CAMGLASS_CAMAPP_LIVE_PHOTO_UNTIL_CAMERA_H_
#define CAMGLASS_CAMAPP_LIVE_PHOTO_UNTIL_CAMERA_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "camapp/capture/camera.h"
#include "camapp/capture/node_watch.h"
#include "camapp/live/frame_source.h"

namespace camglass {

class PhotoUntilCamera : public FrameSource {
 public:
  // Fails where the photograph can't be read. why: what starting a camera
  // failed with.
  static StatusOr<std::unique_ptr<FrameSource>> Make(
      SystemCalls& system, const std::string& photo,
      const CameraOptions& options, Camera::Log log, const Status& why);

  StatusOr<Event> Next(int wake_fd, CapturedFrame* frame) override;
  bool live() const override { return true; }
  bool has_capture_times() const override { return camera_ != nullptr; }
  void Release() override { camera_.reset(); }
  bool still() const override { return camera_ == nullptr; }
  void Describe(SourceState* state) const override;

 private:
  PhotoUntilCamera(SystemCalls& system, CameraOptions options, Camera::Log log);

  void LookForCamera();
  void Wait(int wake_fd);

  SystemCalls& system_;
  CameraOptions options_;
  Camera::Log log_;
  NodeWatch watch_;
  std::unique_ptr<FrameSource> camera_;  // null while there is none
  CapturedFrame photo_;
  std::string name_;
  std::vector<std::string> notice_;
  std::string failure_;                              // of the last attempt
  std::optional<std::vector<std::string>> attempt_;  // what this one says
  int64_t next_attempt_ns_ = 0;
  uint64_t given_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_PHOTO_UNTIL_CAMERA_H_
