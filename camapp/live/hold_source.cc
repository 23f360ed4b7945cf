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
    if (event == Event::kFrame) last_ = *frame;
    if (event != Event::kEnd) return event;
    if (last_.bytes.empty()) return Event::kEnd;
    ended_ = true;
  }
  pollfd wake = {wake_fd, POLLIN, 0};
  if (poll(&wake, 1, kPauseMs) != 0) return Event::kNothingYet;
  ++last_.sequence;
  *frame = last_;
  return Event::kFrame;
}

void HoldSource::Describe(SourceState* state) const {
  source_->Describe(state);
  if (ended_) state->state = "ended";
}

}  // namespace camglass
