#include <poll.h>

#include <utility>

#include "camapp/live/frame_sources.h"

namespace camglass {
namespace {

constexpr int kPauseMs = 200;

class HoldSource : public FrameSource {
 public:
  explicit HoldSource(std::unique_ptr<FrameSource> source)
      : source_(std::move(source)) {}

  StatusOr<Event> Next(int wake_fd, CapturedFrame* frame) override {
    if (!ended_) {
      CAMGLASS_ASSIGN_OR_RETURN(const Event event,
                                source_->Next(wake_fd, frame));
      any_ |= event == Event::kFrame;
      if (event != Event::kEnd || !any_) return event;
      ended_ = true;
    }
    pollfd wake = {wake_fd, POLLIN, 0};
    poll(&wake, 1, kPauseMs);
    return Event::kNothingYet;
  }
  bool live() const override { return source_->live(); }
  bool has_capture_times() const override {
    return !ended_ && source_->has_capture_times();
  }
  void Release() override { source_->Release(); }
  void Describe(SourceState* state) const override {
    source_->Describe(state);
    if (ended_) state->state = "ended";
  }

 private:
  std::unique_ptr<FrameSource> source_;
  bool any_ = false;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<FrameSource> MakeHoldSource(
    std::unique_ptr<FrameSource> source) {
  return std::make_unique<HoldSource>(std::move(source));
}

}  // namespace camglass
