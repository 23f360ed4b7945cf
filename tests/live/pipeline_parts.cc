#include "tests/live/pipeline_parts.h"

#include <linux/videodev2.h>

#include <utility>

namespace camglass {

void MakeGreyFrame(uint32_t width, uint32_t height, uint8_t level,
                   CapturedFrame* frame) {
  frame->format = {};
  frame->format.fourcc = V4L2_PIX_FMT_GREY;
  frame->format.width = width;
  frame->format.height = height;
  frame->format.stride[0] = width;
  frame->bytes.assign(size_t{width} * height, level);
  frame->plane_bytes = {frame->bytes.size(), 0, 0};
}

StatusOr<FrameSource::Event> ScriptedSource::Next(int, CapturedFrame* frame) {
  frame->sequence = static_cast<uint32_t>(given_);
  frame->timestamp_ns = static_cast<int64_t>(given_) * 1'000'000;
  auto event = next_(given_, frame);
  if (event.ok() && *event == Event::kFrame) ++given_;
  return event;
}

void ScriptedSource::Describe(SourceState* state) const {
  state->name = "script";
  state->state = "streaming";
  state->counts.delivered = given_;
}

ScriptedSource::Script GreyFrames(uint64_t count) {
  return [count](uint64_t n,
                 CapturedFrame* frame) -> StatusOr<FrameSource::Event> {
    if (n == count) return FrameSource::Event::kEnd;
    MakeGreyFrame(16, 8, static_cast<uint8_t>(n), frame);
    return FrameSource::Event::kFrame;
  };
}

Status LevelExplainer::Explain(const Picture& frame, Explanation* out) {
  const uint64_t call = calls_++;
  if (before_) CAMGLASS_RETURN_IF_ERROR(before_(call));
  out->map.of.index = frame.rgb.at(0);
  out->map.size = {1, 1};
  out->map.values.assign(1, static_cast<float>(frame.w));
  return Status();
}

StatusOr<ShowTimes> MemorySink::Show(const LiveFrame& frame,
                                     const SharedExplanation& explanation,
                                     const SourceState&) {
  ShownFrame seen;
  seen.number = frame.number;
  seen.width = frame.picture.w;
  seen.level = frame.picture.rgb.at(0);
  seen.explained = explanation.get() != nullptr;
  if (seen.explained) {
    seen.explained_level = explanation->map.of.index;
    seen.explained_width = static_cast<size_t>(explanation->map.values.at(0));
  }
  shown.push_back(seen);
  if (after_) CAMGLASS_RETURN_IF_ERROR(after_(shown.size()));
  return ShowTimes();
}

Status MemorySink::ShowWaiting(const SourceState&) {
  ++waited;
  if (on_waiting) on_waiting();
  return Status();
}

Status MemoryRecorder::Write(const CapturedFrame& frame) {
  if (frames.size() == fails_at) return IoError("the disk is full");
  frames.push_back(frame);
  return Status();
}

}  // namespace camglass
