#include "camapp/viewer/viewer.h"

#include <mutex>
#include <utility>
#include <vector>

#include "camapp/live/pacer.h"
#include "camapp/picture/draw_text.h"
#include "camapp/viewer/state_words.h"
#include "camapp/viewer/viewer_impl.h"
#include "engine/base/stopwatch.h"
#include "weights/class_names/find_class.h"

namespace camglass {
namespace {

constexpr int64_t kMs = 1'000'000;
// Words that change faster than this can't be read, and cost time to draw.
constexpr int64_t kWordsInterval = 250 * kMs;
constexpr int64_t kMessageTime = 3'000 * kMs;
constexpr int64_t kFailureTime = 20'000 * kMs;
constexpr int64_t kRateInterval = 1'000 * kMs;

Spread SpreadOf(const Percentiles& ms) { return {ms.At(0.5), ms.At(0.95)}; }

}  // namespace

Viewer::Viewer(const ViewerOptions& options, ModelSwitch* models,
               RecordingSwitch* recorder, StopSignal* stop)
    : impl_(std::make_unique<Impl>(options, models, recorder, stop)) {
  ViewerState& state = impl_->state;
  state.settings = options.settings;
  state.recording = options.recording;
  if (models != nullptr) {
    state.models = models->names();
    state.model = state.models[models->state().model];
    state.input_scale = models->state().scale;
  }
  impl_->scene.two_panes =
      models != nullptr && options.view == ViewKind::kFigure;
}

Viewer::~Viewer() = default;

void Viewer::Browse(PictureBrowser* browser) { impl_->browser = browser; }

void Viewer::Attach(SceneSink* sink) { impl_->sinks.push_back(sink); }

void Viewer::Post(const Command& command) {
  const std::lock_guard lock(impl_->mutex);
  impl_->posted.push_back(command);
}

void Viewer::Say(std::string message) {
  const std::lock_guard lock(impl_->mutex);
  impl_->said = std::move(message);
}

StatusOr<bool> Viewer::Impl::Attend() {
  bool wanted = false;
  for (SceneSink* sink : sinks) {
    CAMGLASS_ASSIGN_OR_RETURN(const bool again, sink->Attend());
    wanted |= again;
  }
  return wanted;
}

void Viewer::Impl::Tell(std::string message) {
  if (message.empty()) return;
  state.message = std::move(message);
  message_until = MonotonicNs() + kMessageTime;
  words_due = 0;
}

void Viewer::Impl::TellFailure(const std::string& message) {
  Tell(message);
  message_until = MonotonicNs() + kFailureTime;
  if (options.log) options.log(message);
}

void Viewer::Impl::TellRecordingFailure(const Status& why) {
  TellFailure("the recording has ended: " + why.message());
  state.recording_error = why.message();
  if (recording_failure.ok()) recording_failure = why;
}

void Viewer::Impl::TellSnapshotFailure(const Status& why) {
  TellFailure(why.message());
  if (snapshot_failure.ok()) snapshot_failure = why;
}

void Viewer::Impl::TakeSource(const SourceState& source, int64_t now) {
  if (source.state != state.source.state ||
      source.notice != state.source.notice)
    words_due = 0;
  state.source = source;
  const uint64_t delivered = source.counts.delivered;
  if (rate_since == 0 || delivered < delivered_then) {
    rate_since = now;
    delivered_then = delivered;
  }
  if (now - rate_since < kRateInterval) return;
  state.camera_fps = static_cast<double>(delivered - delivered_then) * 1e9 /
                     static_cast<double>(now - rate_since);
  rate_since = now;
  delivered_then = delivered;
}

void Viewer::Impl::TakeFrame(const LiveFrame& live,
                             const Explanation* explanation, int64_t now) {
  const bool again = has_frame && live.number == last_number;
  if (has_frame && !again)
    state.fields.skipped += live.number - last_number - 1;
  last_number = live.number;
  // Whoever opens a picture wants to see it.
  if (live.still && !again && state.settings.frozen) Freeze();
  if (!state.settings.frozen && !again) {
    state.still = live.still;
    frame.Resize(live.picture.extent());
    frame.rgb = live.picture.rgb;
    state.fields.frame = live.number;
    state.fields.picture = live.picture_name;
    state.fields.size = frame.extent();
    state.fields.decode_ms = live.decode_ms;
    has_frame = true;
  }
  const bool usable =
      explanation != nullptr && explanation->by != nullptr &&
      (!state.settings.frozen || live.picture.extent() == frame.extent());
  if (usable) {
    if (explanation->serial != state.explanation.serial)
      TakeExplanation(*explanation, now);
  } else if (!state.settings.frozen) {
    state.explainer.reset();
    state.shown.clear();
  }
}

void Viewer::Impl::TakeExplanation(const Explanation& explanation,
                                   int64_t now) {
  const bool other_model = explanation.by != state.explainer;
  const Extent size = explanation.resized.extent();
  if (other_model || !(size == state.explanation.resized.extent()))
    infer_ms.Clear();
  infer_ms.Add(explanation.ms.infer);
  const bool other_classes = explained.Take(explanation, now, &state);
  if (other_model) FindPinned();
  if (!other_model && !other_classes) return;
  words_due = 0;
  TellMissingFont();
}

// A class stays pinned in every model that has one of its name.
void Viewer::Impl::FindPinned() {
  state.settings.pinned.reset();
  if (pinned_name.empty()) return;
  const auto found = FindClass(state.explainer->info().classes, pinned_name);
  if (found.ok())
    state.settings.pinned = *found;
  else
    Tell(state.model + " has no such class: " + pinned_name);
}

void Viewer::Impl::TellMissingFont() {
  std::vector<std::string> names;
  for (const RankedClass& ranked : state.shown)
    names.push_back(state.explainer->ClassName(ranked.index));
  const auto advice = MissingFontAdvice(names);
  if (!advice.has_value() || *advice == font_advice) return;
  font_advice = *advice;
  Tell(*advice);
}

bool Viewer::Impl::TakeNews(int64_t now) {
  bool news = false;
  {
    const std::lock_guard lock(mutex);
    news = !said.empty();
    Tell(std::exchange(said, ""));
  }
  if (models != nullptr) {
    const ModelSwitch::State now_in_use = models->state();
    news |= now_in_use.loading != state.loading;
    state.loading = now_in_use.loading;
    state.model = state.models[now_in_use.model];
    state.input_scale = now_in_use.scale;
    if (const auto failure = models->TakeFailure()) {
      Tell(*failure);
      news = true;
    }
  }
  if (const auto written = snapshots.TakeResult()) {
    if (written->ok()) {
      state.last_snapshot = **written;
      ++state.snapshots;
    }
    if (written->ok())
      Tell("snapshot: " + **written);
    else
      TellSnapshotFailure(written->status());
    news = true;
  }
  if (!state.recording.empty() && recorder->failed()) {
    state.recording.clear();
    TellRecordingFailure(recorder->Stop());
    news = true;
  }
  if (!state.message.empty() && now >= message_until) {
    state.message.clear();
    news = true;
  }
  if (news) words_due = 0;
  return news;
}

void Viewer::Impl::ComposeWords(int64_t now) {
  const bool steady = options.steady_labels && !state.still;
  if (steady && now < words_due) return;
  words_due = now + kWordsInterval;
  state.infer_ms = SpreadOf(infer_ms);
  state.draw_ms = SpreadOf(draw_ms);
  state.write_ms = SpreadOf(write_ms);
  state.exact_scores = !steady || state.settings.frozen;
  StateWords(state, &scene.words);
  scene.words.help =
      state.settings.help ? HelpLines() : std::vector<SceneWords::HelpLine>();
  scene.words.address = state.settings.help ? options.address : "";
}

StatusOr<ShowTimes> Viewer::Impl::Present(int64_t now) {
  Stopwatch watch;
  damaged_shown = state.source.damaged();
  if (options.view != ViewKind::kFrame)
    scene.overlay = explained.Paint(frame, &state);
  if (has_frame) scene.frame_size = frame.extent();
  scene.frame = has_frame ? &frame : nullptr;
  scene.mirror = state.settings.mirror;
  ComposeWords(now);
  ShowTimes times;
  times.draw = watch.Lap();
  for (SceneSink* sink : sinks) {
    CAMGLASS_ASSIGN_OR_RETURN(const ShowTimes its, sink->Present(scene, state));
    times.draw += its.draw;
    times.write += its.write;
  }
  state.fields.draw_ms = times.draw;
  state.fields.write_ms = times.write;
  return times;
}

StatusOr<ShowTimes> Viewer::Show(const LiveFrame& frame,
                                 const Explanation* explanation,
                                 const SourceState& source) {
  Impl& impl = *impl_;
  const int64_t now = MonotonicNs();
  CAMGLASS_RETURN_IF_ERROR(impl.Attend().status());
  impl.TakeSource(source, now);
  impl.TakeFrame(frame, explanation, now);
  impl.TakeCommands();
  impl.TakeNews(now);
  impl.shown_rate.Add(now);
  impl.state.fields.fps = impl.shown_rate.rate();
  impl.state.fields.age_ms = AgeMs(frame, now);
  CAMGLASS_ASSIGN_OR_RETURN(const ShowTimes times, impl.Present(now));
  impl.draw_ms.Add(times.draw);
  impl.write_ms.Add(times.write);
  return times;
}

Status Viewer::ShowWaiting(const SourceState& source) {
  Impl& impl = *impl_;
  const int64_t now = MonotonicNs();
  CAMGLASS_ASSIGN_OR_RETURN(bool changed, impl.Attend());
  const bool first = impl.rate_since == 0;
  // The counts of frames that are nowhere else to be seen.
  changed |= source.state == "damaged" && now >= impl.words_due &&
             source.damaged() != impl.damaged_shown;
  impl.TakeSource(source, now);
  changed |= impl.TakeCommands();
  changed |= impl.TakeNews(now);
  changed |= first || impl.words_due == 0;
  return changed ? impl.Present(now).status() : Status();
}

Status Viewer::Finish() {
  impl_->snapshots.Wait();
  const auto written = impl_->snapshots.TakeResult();
  const Status recorded = impl_->recorder->Stop();
  if (!impl_->recording_failure.ok()) return impl_->recording_failure;
  if (!recorded.ok()) return recorded;
  if (!impl_->snapshot_failure.ok()) return impl_->snapshot_failure;
  return written.has_value() ? written->status() : Status();
}

}  // namespace camglass
