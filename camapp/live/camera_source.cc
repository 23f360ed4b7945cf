#include <utility>

#include "camapp/live/frame_sources.h"

namespace camglass {
namespace {

constexpr int kPatienceMs = 250;

class CameraSource : public FrameSource {
 public:
  explicit CameraSource(std::unique_ptr<Camera> camera)
      : camera_(std::move(camera)) {}

  StatusOr<Event> Next(int wake_fd, CapturedFrame* frame) override {
    return camera_->Next(kPatienceMs, wake_fd, frame) ? Event::kFrame
                                                      : Event::kNothingYet;
  }
  bool live() const override { return true; }
  void Release() override { camera_.reset(); }
  void Describe(SourceState* state) const override {
    state->name = camera_->info().name;
    state->node = camera_->info().node;
    state->state = CameraStateName(camera_->state());
    state->format = camera_->format();
    state->fps = camera_->fps();
    state->counts = camera_->counts();
  }

 private:
  std::unique_ptr<Camera> camera_;
};

}  // namespace

std::unique_ptr<FrameSource> MakeCameraSource(std::unique_ptr<Camera> camera) {
  return std::make_unique<CameraSource>(std::move(camera));
}

}  // namespace camglass
