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

constexpr milliseconds kPatience{250};
// A source that has given nothing for so long has stopped; until then another
// frame is better than the same one with a newer map.
constexpr int64_t kPauseNs = 250'000'000;
constexpr uint64_t kDamagedBeforeWarning = 10;
constexpr int64_t kDamagedLimitNs = 2'000'000'000;

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
      log_(std::move(log)),
      live_(source->live()),
      captured_pool_(kCapturedFrames),
      live_pool_(kLiveFrames),
      to_decode_(1, RuleFor(live_)),
      to_record_(kRecordDepth, RuleFor(live_)),
      to_infer_(1, RuleFor(live_)),
      to_sink_(1, RuleFor(live_)) {}

Status Pipeline::Run(StopSignal* stop) {
  stop_ = stop;
  UpdateState();
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
  const std::lock_guard lock(mutex_);
  return state_;
}

void Pipeline::UpdateState() {
  const uint64_t undecodable = stats_.counts().damaged;
  const std::lock_guard lock(mutex_);
  source_->Describe(&state_);
  state_.undecodable = undecodable;
  TellSize();
  const bool damaged = damaged_since_ns_ != 0 &&
                       MonotonicNs() - damaged_since_ns_ >= kDamagedLimitNs;
  if (damaged && state_.state == "streaming") state_.state = "damaged";
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
      UpdateState();
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
    LiveShare frame =
        captured->still ? live_pool_.TakeFirst() : live_pool_.Take();
    CAMGLASS_CHECK(static_cast<bool>(frame));
    bool good = false;
    Decode(*captured, &convert, &*frame, &good);
    if (captured->still) captured->frame.bytes = {};  // large, and seldom
    captured = CapturedShare();
    if (!good) continue;
    // Where every frame counts it reaches the sink with its own result.
    if (live_ || frame->still || explainer_ == nullptr) to_sink_.Give(frame);
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
  frame->explained = false;
  frame->still = captured.still;
  frame->whole = captured.whole;
  *good = decoded.ok();
  if (decoded.ok()) {
    NoteGood();
    NoteSize(captured.frame.format, frame->picture.extent());
    NoteFaults(convert->tolerated());
    stats_.AddDecoded(frame->decode_ms);
  } else {
    NoteDamage(decoded);
  }
}

void Pipeline::NoteGood() {
  if (damage_told_) log_("frames can be decoded again");
  damage_told_ = false;
  if (damaged_in_a_row_ == 0) return;
  damaged_in_a_row_ = 0;
  const std::lock_guard lock(mutex_);
  damaged_since_ns_ = 0;
}

// Streams of JPEGs announce no size, and cameras may send another.
void Pipeline::NoteSize(const FrameFormat& format, Extent size) {
  if (PixelFormatOf(format.fourcc) != PixelFormat::kMjpeg) return;
  const std::lock_guard lock(mutex_);
  jpeg_size_ = size;
  TellSize();
}

void Pipeline::TellSize() {
  if (jpeg_size_.h == 0 ||
      PixelFormatOf(state_.format.fourcc) != PixelFormat::kMjpeg)
    return;
  state_.format.width = static_cast<uint32_t>(jpeg_size_.w);
  state_.format.height = static_cast<uint32_t>(jpeg_size_.h);
}

// Single damaged frames are a camera's everyday life; many are news, and so is
// nothing else for a while.
void Pipeline::NoteDamage(const Status& status) {
  stats_.Count([](LiveCounts& counts) { ++counts.damaged; });
  const int64_t now = MonotonicNs();
  bool long_since = false;
  {
    const std::lock_guard lock(mutex_);
    if (damaged_since_ns_ == 0) damaged_since_ns_ = now;
    long_since = now - damaged_since_ns_ >= kDamagedLimitNs;
  }
  ++damaged_in_a_row_;
  if (damage_told_ ||
      (damaged_in_a_row_ < kDamagedBeforeWarning && !long_since))
    return;
  damage_told_ = true;
  log_("the last " + Counted(damaged_in_a_row_, "frame") +
       " could not be decoded: " + status.message());
}

// A camera that sends such frames sends nothing else: once is enough.
void Pipeline::NoteFaults(const ToleratedFaults& faults) {
  if (faults.frames == 0) return;
  uint64_t before = 0;
  stats_.Count([&](LiveCounts& counts) {
    before = std::exchange(counts.faulty, faults.frames);
  });
  if (before == 0)
    log_("the JPEG frames are not quite as they should be (" + faults.first +
         "), but no pixel is missing: they are shown");
}

void Pipeline::InferLoop() {
  Explanation explanation;
  LiveShare frame;
  LiveShare last;
  for (;;) {
    const auto taken =
        to_infer_.Take(std::min(kPatience, options_.sink_patience), &frame);
    if (taken == HandOver<LiveShare>::Taken::kEnd) break;
    if (taken != HandOver<LiveShare>::Taken::kItem) {
      if (last && explainer_->HasNews()) Explain(&*last, true, &explanation);
      continue;
    }
    Explain(&*frame, false, &explanation);
    if (!live_ && !frame->still) to_sink_.Give(frame);
    if (options_.keeps_last) last = frame;
    frame = LiveShare();
  }
  if (!live_ && explainer_ != nullptr) to_sink_.Close();
}

// A live frame belongs to the sink, too, and is only read here; so does what
// was explained before.
void Pipeline::Explain(LiveFrame* frame, bool again, Explanation* explanation) {
  const Status explained =
      frame->whole ? ExplainWhole(*frame, explanation)
                   : explainer_->Explain(frame->picture, explanation);
  if (!explained.ok() && frame->still) return log_(explained.message());
  if (!explained.ok()) {
    Fail(explained);
    stop_->Set();
    return;
  }
  explanation->ms.decode = frame->decode_ms;
  stats_.AddExplained(explanation->ms);
  if (live_ || frame->still || again) {
    board_.Post(*explanation, *frame);
  } else {
    CopyShown(*explanation, &frame->explanation);
    frame->explained = true;
  }
}

// The numbers are those of the picture itself.
Status Pipeline::ExplainWhole(const LiveFrame& frame,
                              Explanation* explanation) {
  CAMGLASS_ASSIGN_OR_RETURN(const Picture whole, frame.whole());
  CAMGLASS_RETURN_IF_ERROR(explainer_->Explain(whole, explanation));
  explanation->covered =
      Scaled(explanation->covered, whole.extent(), frame.picture.extent());
  return Status();
}

Status Pipeline::SinkLoop(StopSignal* stop) {
  const int64_t began = MonotonicNs();
  LiveShare frame;
  LiveShare last;
  while (!stop->IsSet() && !LimitReached(began)) {
    const auto taken = to_sink_.Take(options_.sink_patience, &frame);
    if (taken == HandOver<LiveShare>::Taken::kEnd) break;
    {
      const std::lock_guard lock(mutex_);
      state_shown_ = state_;
    }
    if (taken == HandOver<LiveShare>::Taken::kItem && IsOfThePast(*frame))
      ++of_the_past_;
    else if (taken == HandOver<LiveShare>::Taken::kItem)
      CAMGLASS_RETURN_IF_ERROR(Show(*frame));
    else
      CAMGLASS_RETURN_IF_ERROR(Wait(last));
    if (frame && options_.keeps_last) last = frame;
    frame = LiveShare();
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

const Explanation* Pipeline::ExplanationOf(const LiveFrame& frame) {
  if (explainer_ == nullptr) return nullptr;
  board_.Update(&shown_);
  const bool any = shown_.version != 0;
  if (any && shown_.frame_number == frame.number) return &shown_.explanation;
  if (frame.explained) return &frame.explanation;
  const bool fits = any && !frame.still && !shown_.still &&
                    shown_.frame_size == frame.picture.extent();
  return fits ? &shown_.explanation : nullptr;
}

// While nothing comes: the last frame again where there is something new to say
// of it.
Status Pipeline::Wait(const LiveShare& last) {
  const bool rests =
      last && (last->still || MonotonicNs() - last_shown_ns_ > kPauseNs);
  if (!rests || board_.version() == shown_.version)
    return sink_->ShowWaiting(state_shown_);
  return sink_->Show(*last, ExplanationOf(*last), state_shown_).status();
}

Status Pipeline::Show(const LiveFrame& frame) {
  CAMGLASS_ASSIGN_OR_RETURN(
      const ShowTimes times,
      sink_->Show(frame, ExplanationOf(frame), state_shown_));
  last_shown_ns_ = MonotonicNs();
  stats_.AddShown(times.draw, times.write, AgeMs(frame, last_shown_ns_));
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
