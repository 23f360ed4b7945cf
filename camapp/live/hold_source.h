// A source whose last frame stays.
#ifndef CAMGLASS_CAMAPP_LIVE_HOLD_SOURCE_H_
#define CAMGLASS_CAMAPP_LIVE_HOLD_SOURCE_H_

#include <memory>
#include <utility>

#include "camapp/live/frame_source.h"

namespace camglass {

// Gives what another source gives, and after its end the last frame again, a
// few times a second and without an end: so that a window stays open, and other
// models and scales can be tried on it. A source without frames just ends.
class HoldSource : public FrameSource {
 public:
  explicit HoldSource(std::unique_ptr<FrameSource> source)
      : source_(std::move(source)) {}

  StatusOr<Event> Next(int wake_fd, CapturedFrame* frame) override;
  bool live() const override { return source_->live(); }
  bool has_capture_times() const override {
    return !ended_ && source_->has_capture_times();
  }
  void Release() override { source_->Release(); }
  void Describe(SourceState* state) const override;

 private:
  std::unique_ptr<FrameSource> source_;
  CapturedFrame last_;
  bool ended_ = false;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_HOLD_SOURCE_H_
