#include "camapp/live/hold_source.h"

#include <poll.h>

namespace camglass {
namespace {

constexpr int kPauseMs = 200;

}  // namespace

StatusOr<FrameSource::Event> HoldSource::Next(int wake_fd,
                                              CapturedFrame* frame) {
  if (!ended_) {
    CAMGLASS_ASSIGN_OR_RETURN(const Event event, source_->Next(wake_fd, frame));
    any_ |= event == Event::kFrame;
    if (event != Event::kEnd || !any_) return event;
    ended_ = true;
  }
  pollfd wake = {wake_fd, POLLIN, 0};
  poll(&wake, 1, kPauseMs);
  return Event::kNothingYet;
}

void HoldSource::Describe(SourceState* state) const {
  source_->Describe(state);
  if (ended_) state->state = "ended";
}

}  // namespace camglass
