#include "camapp/live/pipeline.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "camapp/live/pacer.h"
#include "engine/base/check.h"
#include "engine/base/counted.h"
#include "engine/base/stopwatch.h"

namespace camglass {
namespace {

using std::chrono::milliseconds;

// Frames that can be in use at once: one in each thread that holds one and
// what waits between the threads; so one is always free.
constexpr size_t kRecordDepth = 8;
constexpr size_t kCapturedFrames = kRecordDepth + 6;
constexpr size_t kLiveFrames = 10;
// Likewise: one being written, the last, the latest that was posted, those of
// the frames that are due, and what a viewer and its page hold.
constexpr size_t kExplanations = 12;

constexpr milliseconds kPatience{250};
// A source that has given nothing for so long has stopped; until then another
// frame is better than the same one with a newer map.
constexpr int64_t kPauseNs = 250'000'000;

// No frame waits for so long in here unless the whole process stood still.
constexpr double kStandstillMs = 1000;

// The same part of a picture of another size.
PixelRegion Scaled(const PixelRegion& region, Extent from, Extent to) {
  const size_t top = region.top * to.h / from.h;
  const size_t left = region.left * to.w / from.w;
  const size_t bottom = (region.top + region.size.h) * to.h / from.h;
  const size_t right = (region.left + region.size.w) * to.w / from.w;
  return {
      top,
      left,
      {std::max<size_t>(bottom - top, 1), std::max<size_t>(right - left, 1)}};
}

// What is given back to a pool lets go of what is large, and comes seldom.
void DropExplainer(Explanation* explanation) {
  explanation->provenance.by.reset();
}

WhenFull RuleFor(bool live) {
  return live ? WhenFull::kDropOldest : WhenFull::kWait;
}

}  // namespace

Pipeline::Pipeline(FrameSource* source, FrameExplainer* explainer,
                   FrameRecorder* recorder, FrameSink* sink,
                   const PipelineOptions& options, Log log)
    : source_(source),
      explainer_(explainer),
      recorder_(recorder),
      sink_(sink),
      options_(options),
      log_(log),
      source_report_(&stats_, std::move(log)),
      live_(source->live()),
      captured_pool_(kCapturedFrames,
                     [](Captured* captured) {
                       if (captured->still) captured->frame.bytes = {};
                     }),
      live_pool_(kLiveFrames),
      explanation_pool_(kExplanations, DropExplainer),
      to_decode_(1, RuleFor(live_)),
      to_record_(kRecordDepth, RuleFor(live_)),
      to_infer_(1, RuleFor(live_)),
      to_sink_(1, RuleFor(live_)) {}

Status Pipeline::Run(StopSignal* stop) {
  stop_ = stop;
  source_report_.Update(*source_);
  std::thread capture([this] { CaptureLoop(); });
  std::thread record([this] { RecordLoop(); });
  std::thread decode([this] { DecodeLoop(); });
  std::thread infer([this] { InferLoop(); });

  const Status shown = SinkLoop(stop);
  if (!shown.ok()) Fail(shown);
  stop->Set();
  to_decode_.Abandon();
  to_infer_.Abandon();
  to_sink_.Abandon();
  capture.join();  // closes to_record_, whose frames are still written
  record.join();
  decode.join();
  infer.join();

  stats_.Count([&](LiveCounts& counts) {
    counts.dropped = to_decode_.dropped() + to_sink_.dropped() + of_the_past_;
    counts.not_explained = to_infer_.dropped();
    counts.not_recorded = to_record_.dropped();
  });
  const std::lock_guard lock(mutex_);
  return failure_;
}

void Pipeline::Fail(const Status& status) {
  const std::lock_guard lock(mutex_);
  if (failure_.ok()) failure_ = status;
}

SourceState Pipeline::source_state() const {
  SourceState state;
  source_report_.CopyTo(&state);
  return state;
}

void Pipeline::CaptureLoop() {
  uint64_t number = 0;
  while (!stop_->IsSet()) {
    CapturedShare captured = captured_pool_.Take();
    CAMGLASS_CHECK(static_cast<bool>(captured));
    auto event = StatusOr<FrameSource::Event>(FrameSource::Event::kNothingYet);
    // What a source has begun in a frame it goes on with in the same one.
    while (!stop_->IsSet() && event.ok() &&
           *event == FrameSource::Event::kNothingYet) {
      event = source_->Next(stop_->fd(), &captured->frame);
      source_report_.Update(*source_);
    }
    // Who is woken to stop may fail with that.
    if (!event.ok() && !stop_->IsSet()) Fail(event.status());
    if (!event.ok() || *event != FrameSource::Event::kFrame) break;
    captured->number = number++;
    captured->captured_ns = source_->has_capture_times()
                                ? captured->frame.timestamp_ns
                                : MonotonicNs();
    captured->has_time =
        captured->frame.has_time || !source_->has_capture_times();
    captured->still = source_->still();
    captured->whole = source_->whole();
    stats_.Count([](LiveCounts& counts) { ++counts.received; });
    if (!PassOn(std::move(captured))) break;
  }
  // Now, and not when the slowest stage has ended: others want the camera.
  source_->Release();
  to_decode_.Close();
  to_record_.Close();
}

bool Pipeline::PassOn(CapturedShare captured) {
  if (recorder_ != nullptr && recorder_->wants_frames())
    to_record_.Give(captured);
  return to_decode_.Give(std::move(captured));
}

void Pipeline::RecordLoop() {
  CapturedShare captured;
  for (;;) {
    const auto taken = to_record_.Take(kPatience, &captured);
    if (taken == HandOver<CapturedShare>::Taken::kEnd) return;
    if (taken != HandOver<CapturedShare>::Taken::kItem) continue;
    const Status written = recorder_->Write(captured->frame);
    captured = CapturedShare();
    if (written.ok()) continue;
    Fail(written);
    stop_->Set();
    to_record_.Abandon();
    return;
  }
}

void Pipeline::DecodeLoop() {
  FrameToRgb convert;
  CapturedShare captured;
  for (;;) {
    const auto taken = to_decode_.Take(kPatience, &captured);
    if (taken == HandOver<CapturedShare>::Taken::kEnd) break;
    if (taken != HandOver<CapturedShare>::Taken::kItem) continue;
    Shared<LiveFrame> frame =
        captured->still ? live_pool_.TakeFirst() : live_pool_.Take();
    CAMGLASS_CHECK(static_cast<bool>(frame));
    bool good = false;
    Decode(*captured, &convert, &*frame, &good);
    captured = CapturedShare();
    if (!good) continue;
    // Where every frame counts it reaches the sink with its own result.
    if (live_ || frame->still || explainer_ == nullptr)
      to_sink_.Give({frame, {}});
    if (explainer_ != nullptr) to_infer_.Give(std::move(frame));
  }
  to_infer_.Close();
  if (live_ || explainer_ == nullptr) to_sink_.Close();
}

void Pipeline::Decode(const Captured& captured, FrameToRgb* convert,
                      LiveFrame* frame, bool* good) {
  Stopwatch watch;
  const Status decoded = convert->Convert(captured.frame, &frame->picture);
  frame->decode_ms = watch.Lap();
  frame->number = captured.number;
  frame->picture_name = captured.frame.picture;
  frame->captured_ns = captured.captured_ns;
  frame->has_time = captured.has_time;
  frame->still = captured.still;
  frame->whole = captured.whole;
  *good = decoded.ok();
  if (decoded.ok()) {
    source_report_.NoteDecoded(captured.frame.format, frame->picture.extent(),
                               convert->tolerated());
    stats_.AddDecoded(frame->decode_ms);
  } else {
    source_report_.NoteDamage(decoded);
  }
}

void Pipeline::InferLoop() {
  SharedFrame frame;
  SharedFrame last;
  for (;;) {
    const auto taken =
        to_infer_.Take(std::min(kPatience, options_.sink_patience), &frame);
    if (taken == HandOver<SharedFrame>::Taken::kEnd) break;
    const bool again = taken != HandOver<SharedFrame>::Taken::kItem;
    if (again && !(last && explainer_->HasNews())) continue;
    if (again) frame = last;
    const SharedExplanation explanation = Explain(*frame);
    if (live_ || frame->still || again)
      Post(explanation, *frame);
    else
      to_sink_.Give({frame, explanation});
    if (options_.keeps_last) last = frame;
    frame = SharedFrame();
  }
  if (!live_ && explainer_ != nullptr) to_sink_.Close();
}

// Empty where that failed.
SharedExplanation Pipeline::Explain(const LiveFrame& frame) {
  if (said_ && explainer_->Repeats()) return said_;
  // A viewer's have their features, which are large.
  Shared<Explanation> explanation = options_.keeps_last
                                        ? explanation_pool_.TakeFirst()
                                        : explanation_pool_.Take();
  CAMGLASS_CHECK(static_cast<bool>(explanation));
  const Status explained =
      frame.whole ? ExplainWhole(frame, explanation.get())
                  : explainer_->Explain(frame.picture, explanation.get());
  if (!explained.ok() && frame.still) {
    log_(explained.message());
    return SharedExplanation();
  }
  if (!explained.ok()) {
    Fail(explained);
    stop_->Set();
    return SharedExplanation();
  }
  explanation->provenance.ms.decode = frame.decode_ms;
  stats_.AddExplained(explanation->provenance.ms);
  said_ = std::move(explanation);
  return said_;
}

void Pipeline::Post(const SharedExplanation& explanation,
                    const LiveFrame& frame) {
  if (!explanation) return;
  // The last share of an explanation may end its network, threads and all: that
  // must not keep who asks for the newest waiting.
  Latest latest = {0, explanation, frame.number, frame.picture.extent(),
                   frame.still};
  const std::lock_guard lock(latest_mutex_);
  latest.version = latest_.version + 1;
  std::swap(latest, latest_);
}

Pipeline::Latest Pipeline::latest() const {
  const std::lock_guard lock(latest_mutex_);
  return latest_;
}

// The numbers are those of the picture itself.
Status Pipeline::ExplainWhole(const LiveFrame& frame,
                              Explanation* explanation) {
  CAMGLASS_ASSIGN_OR_RETURN(const Picture whole, frame.whole());
  CAMGLASS_RETURN_IF_ERROR(explainer_->Explain(whole, explanation));
  Provenance& provenance = explanation->provenance;
  // Another picture may be explained in its place.
  if (!(provenance.frame == whole.extent())) return Status();
  provenance.covered =
      Scaled(provenance.covered, whole.extent(), frame.picture.extent());
  provenance.frame = frame.picture.extent();
  return Status();
}

Status Pipeline::SinkLoop(StopSignal* stop) {
  const int64_t began = MonotonicNs();
  Due due;
  Due last;
  while (!stop->IsSet() && !LimitReached(began)) {
    const auto taken = to_sink_.Take(options_.sink_patience, &due);
    if (taken == HandOver<Due>::Taken::kEnd) break;
    source_report_.CopyTo(&state_shown_);
    if (taken == HandOver<Due>::Taken::kItem && IsOfThePast(*due.frame))
      ++of_the_past_;
    else if (taken == HandOver<Due>::Taken::kItem)
      CAMGLASS_RETURN_IF_ERROR(Show(due));
    else
      CAMGLASS_RETURN_IF_ERROR(Wait(last));
    if (due.frame && options_.keeps_last) last = due;
    due = Due();
  }
  return Status();
}

// What was on its way when the process was stopped (Ctrl-Z) is not what the
// camera sees when it goes on. Where frames are always that late, they are not
// of the past.
bool Pipeline::IsOfThePast(const LiveFrame& frame) {
  constexpr double kSudden = 4;
  const double age = AgeMs(frame, MonotonicNs());
  const bool past =
      live_ && age > kStandstillMs && age > kSudden * last_age_ms_;
  last_age_ms_ = age;
  return past;
}

const SharedExplanation& Pipeline::ExplanationOf(const Due& due) {
  static const SharedExplanation kNone;
  shown_ = latest();
  const LiveFrame& frame = *due.frame;
  const bool any = shown_.version != 0;
  if (any && shown_.frame_number == frame.number) return shown_.explanation;
  if (due.own) return due.own;
  const bool fits = any && !frame.still && !shown_.still &&
                    shown_.frame_size == frame.picture.extent();
  return fits ? shown_.explanation : kNone;
}

// While nothing comes: the last frame again where there is something new to say
// of it.
Status Pipeline::Wait(const Due& last) {
  const bool rests = last.frame && (last.frame->still ||
                                    MonotonicNs() - last_shown_ns_ > kPauseNs);
  if (!rests || latest().version == shown_.version)
    return sink_->ShowWaiting(state_shown_);
  return sink_->Show(*last.frame, ExplanationOf(last), state_shown_).status();
}

Status Pipeline::Show(const Due& due) {
  CAMGLASS_ASSIGN_OR_RETURN(
      const ShowTimes times,
      sink_->Show(*due.frame, ExplanationOf(due), state_shown_));
  last_shown_ns_ = MonotonicNs();
  stats_.AddShown(times.draw, times.write, AgeMs(*due.frame, last_shown_ns_));
  return Status();
}

bool Pipeline::LimitReached(int64_t began_ns) const {
  if (options_.frames > 0 && stats_.counts().shown >= options_.frames)
    return true;
  return options_.seconds > 0 &&
         static_cast<double>(MonotonicNs() - began_ns) >=
             options_.seconds * 1e9;
}

}  // namespace camglass
