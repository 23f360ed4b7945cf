// A source that does not end.
#ifndef CAMGLASS_CAMAPP_LIVE_HOLD_SOURCE_H_
#define CAMGLASS_CAMAPP_LIVE_HOLD_SOURCE_H_

#include <memory>
#include <utility>

#include "camapp/live/frame_source.h"

namespace camglass {

// Gives what another source gives, and after its end nothing, without an end:
// so that a window stays open on its last frame. A source without frames just
// ends.
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
  bool any_ = false;
  bool ended_ = false;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_HOLD_SOURCE_H_
