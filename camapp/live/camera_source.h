// A camera's frames.
#ifndef CAMGLASS_CAMAPP_LIVE_CAMERA_SOURCE_H_
#define CAMGLASS_CAMAPP_LIVE_CAMERA_SOURCE_H_

#include <memory>
#include <utility>

#include "camapp/capture/camera.h"
#include "camapp/live/frame_source.h"

namespace camglass {

class CameraSource : public FrameSource {
 public:
  explicit CameraSource(std::unique_ptr<Camera> camera)
      : camera_(std::move(camera)) {}

  StatusOr<Event> Next(int wake_fd, CapturedFrame* frame) override;
  bool live() const override { return true; }
  void Release() override { camera_.reset(); }
  void Describe(SourceState* state) const override;

 private:
  std::unique_ptr<Camera> camera_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_CAMERA_SOURCE_H_
