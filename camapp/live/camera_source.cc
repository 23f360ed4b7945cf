#include "camapp/live/camera_source.h"

namespace camglass {
namespace {

constexpr int kPatienceMs = 250;

}  // namespace

StatusOr<FrameSource::Event> CameraSource::Next(int wake_fd,
                                                CapturedFrame* frame) {
  return camera_->Next(kPatienceMs, wake_fd, frame) ? Event::kFrame
                                                    : Event::kNothingYet;
}

void CameraSource::Describe(SourceState* state) const {
  state->name = camera_->info().name;
  state->node = camera_->info().node;
  state->state = CameraStateName(camera_->state());
  state->format = camera_->format();
  state->fps = camera_->fps();
  state->counts = camera_->counts();
}

}  // namespace camglass
