#include "camapp/viewer/viewer.h"

#include <mutex>
#include <utility>
#include <vector>

#include "camapp/cam/figure_text.h"
#include "camapp/cam/stopwatch.h"
#include "camapp/live/pacer.h"
#include "camapp/live/percentiles.h"
#include "camapp/live/rate_meter.h"
#include "camapp/viewer/settings_command.h"
#include "camapp/viewer/shown_explanation.h"
#include "camapp/viewer/snapshot.h"
#include "camapp/viewer/state_words.h"
#include "weights/class_names/find_class.h"

namespace camglass {
namespace {

constexpr int64_t kMs = 1'000'000;
// Words that change faster than this can't be read, and cost time to draw.
constexpr int64_t kWordsInterval = 250 * kMs;
constexpr int64_t kMessageTime = 3'000 * kMs;
constexpr int64_t kRateInterval = 1'000 * kMs;

Spread SpreadOf(const Percentiles& ms) { return {ms.At(0.5), ms.At(0.95)}; }

}  // namespace

struct Viewer::Impl {
  Impl(const ViewerOptions& given, ModelSwitch* switched,
       RecordingSwitch* recording, StopSignal* stopped)
      : options(given),
        models(switched),
        recorder(recording),
        stop(stopped),
        explained(given.steady_labels),
        pinned_name(given.class_query),
        snapshots(given.folder) {}

  // What comes in.
  StatusOr<bool> Attend();
  bool TakeCommands(int64_t now);
  void Obey(const Command& command);
  void Freeze();
  void ChangeModel(bool forward);
  void ChangeScale(double scale);
  void SwitchRecording();
  void TakeSnapshot();
  void TakeFrame(const LiveFrame& frame, const Explanation* explanation,
                 int64_t now);
  void TakeExplanation(const Explanation& explanation, int64_t now);
  void TakeSource(const SourceState& source, int64_t now);
  bool TakeNews(int64_t now);
  void Tell(std::string message);

  // What goes out.
  void FindPinned();
  void ComposeWords(int64_t now);
  StatusOr<ShowTimes> Present(int64_t now);

  const ViewerOptions options;
  ModelSwitch* models;
  RecordingSwitch* recorder;
  StopSignal* stop;
  std::vector<SceneOutput*> outputs;

  std::mutex mutex;
  std::vector<Command> posted;
  std::vector<Command> taken;

  ViewerState state;
  Scene scene;
  Picture frame;               // the one that is shown
  ShownExplanation explained;  // the latest that fits it
  bool has_frame = false;
  uint64_t last_number = 0;
  std::string pinned_name;  // as FindClass takes it; empty: none
  SnapshotWriter snapshots;

  RateMeter shown_rate;
  Percentiles infer_ms, draw_ms, write_ms;
  uint64_t delivered_then = 0;
  int64_t rate_since = 0;
  int64_t words_due = 0;  // 0: at once
  int64_t message_until = 0;
};

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

void Viewer::Attach(SceneOutput* output) { impl_->outputs.push_back(output); }

void Viewer::Post(const Command& command) {
  const std::lock_guard lock(impl_->mutex);
  impl_->posted.push_back(command);
}

StatusOr<bool> Viewer::Impl::Attend() {
  bool wanted = false;
  for (SceneOutput* output : outputs) {
    CAMGLASS_ASSIGN_OR_RETURN(const bool again, output->Attend());
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

bool Viewer::Impl::TakeCommands(int64_t) {
  {
    const std::lock_guard lock(mutex);
    taken.swap(posted);
  }
  for (const Command& command : taken) {
    Obey(command);
    ++state.commands;
  }
  const bool any = !taken.empty();
  taken.clear();
  if (any) words_due = 0;
  return any;
}

void Viewer::Impl::Obey(const Command& command) {
  std::string message;
  const std::optional<size_t> pinned = state.settings.pinned;
  if (ChangeSettings(command, state.shown, state.explainer.get(),
                     &state.settings, &message)) {
    if (state.settings.pinned != pinned)
      pinned_name =
          state.settings.pinned.has_value()
              ? "name:" + state.explainer->ClassName(*state.settings.pinned)
              : "";
    return Tell(std::move(message));
  }
  switch (command.kind) {
    case CommandKind::kFreeze:
      return Freeze();
    case CommandKind::kSnapshot:
      return TakeSnapshot();
    case CommandKind::kNextModel:
      return ChangeModel(true);
    case CommandKind::kPreviousModel:
      return ChangeModel(false);
    case CommandKind::kFiner:
      return ChangeScale(FinerScale(state.input_scale));
    case CommandKind::kCoarser:
      return ChangeScale(CoarserScale(state.input_scale));
    case CommandKind::kRecord:
      return SwitchRecording();
    case CommandKind::kQuit:
      return stop->Set();
    default:
      return;
  }
}

// The network goes on looking at the frozen frame, so that other models and
// scales can be tried on it.
void Viewer::Impl::Freeze() {
  if (!has_frame) return Tell("there is no frame yet");
  state.settings.frozen = !state.settings.frozen;
  if (models == nullptr) return;
  models->Hold(state.settings.frozen ? std::make_shared<const Picture>(frame)
                                     : nullptr);
}

void Viewer::Impl::ChangeModel(bool forward) {
  const size_t count = state.models.size();
  if (models == nullptr || count < 2)
    return Tell("there is no other model; see camtool models");
  const size_t now = models->state().model;
  const size_t next = (now + (forward ? 1 : count - 1)) % count;
  models->RequestModel(next);
  state.model = state.models[next];
}

void Viewer::Impl::ChangeScale(double scale) {
  if (models == nullptr) return;
  if (scale == state.input_scale)
    return Tell("this is as far as the input can be scaled");
  models->RequestScale(scale);
  state.input_scale = scale;
  char text[48];
  std::snprintf(text, sizeof(text), "input x %g", scale);
  Tell(text);
}

void Viewer::Impl::SwitchRecording() {
  if (!state.recording.empty()) {
    const Status stopped = recorder->Stop();
    const std::string path = std::exchange(state.recording, "");
    return Tell(stopped.ok() ? "recorded: " + path : stopped.message());
  }
  const std::string path =
      FreshStem(options.folder, "camglass", {".rec"}) + ".rec";
  const Status started = recorder->Start(path, false);
  if (!started.ok()) return Tell(started.message());
  state.recording = path;
  Tell("recording: " + path);
}

void Viewer::Impl::TakeSnapshot() {
  if (!has_frame) return Tell("there is no frame yet");
  // The last picture's map may be of another size than the explanation that has
  // come since.
  scene.overlay = explained.Paint(frame, &state);
  Snapshot snapshot;
  snapshot.frame = frame;
  if (scene.overlay != nullptr) {
    snapshot.overlay = *scene.overlay;
    snapshot.map.assign(explained.map().begin(), explained.map().end());
    snapshot.map_size = state.explanation.map_size;
    Explanation shown = state.explanation;
    shown.top = state.shown;
    snapshot.text = FigureTextOf(*state.explainer, shown);
    snapshot.text.caption = scene.words.caption;
  }
  if (options.view == ViewKind::kFrame) scene.overlay = nullptr;
  snapshot.state = StateJson(state);
  if (!snapshots.Give(std::move(snapshot)))
    Tell("the last snapshot is still being written");
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
  if (has_frame) state.fields.skipped += live.number - last_number - 1;
  last_number = live.number;
  if (!state.settings.frozen) {
    frame.Resize(live.picture.extent());
    frame.rgb = live.picture.rgb;
    state.fields.frame = live.number;
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
  if (other_model || other_classes) words_due = 0;
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

// What models and snapshots have to say; true where something has changed.
bool Viewer::Impl::TakeNews(int64_t now) {
  bool news = false;
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
    Tell(written->ok() ? "snapshot: " + **written
                       : written->status().message());
    news = true;
  }
  if (!state.recording.empty() && recorder->failed()) {
    state.recording.clear();
    Tell(recorder->Stop().message());
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
  if (options.steady_labels && now < words_due) return;
  words_due = now + kWordsInterval;
  state.infer_ms = SpreadOf(infer_ms);
  state.draw_ms = SpreadOf(draw_ms);
  state.write_ms = SpreadOf(write_ms);
  StateWords(state, !options.steady_labels || state.settings.frozen,
             &scene.words);
  scene.words.help =
      state.settings.help ? HelpLines() : std::vector<SceneWords::HelpLine>();
}

StatusOr<ShowTimes> Viewer::Impl::Present(int64_t now) {
  Stopwatch watch;
  if (options.view != ViewKind::kFrame)
    scene.overlay = explained.Paint(frame, &state);
  if (has_frame) scene.frame_size = frame.extent();
  scene.frame = has_frame ? &frame : nullptr;
  scene.mirror = state.settings.mirror;
  ComposeWords(now);
  ShowTimes times;
  times.draw = watch.Lap();
  for (SceneOutput* output : outputs) {
    CAMGLASS_ASSIGN_OR_RETURN(const ShowTimes its,
                              output->Present(scene, state));
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
  impl.TakeCommands(now);
  impl.TakeNews(now);
  impl.shown_rate.Add(now);
  impl.state.fields.fps = impl.shown_rate.rate();
  impl.state.fields.age_ms = static_cast<double>(now - frame.captured_ns) / kMs;
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
  impl.TakeSource(source, now);
  changed |= impl.TakeCommands(now);
  changed |= impl.TakeNews(now);
  changed |= first || impl.words_due == 0;
  return changed ? impl.Present(now).status() : Status();
}

Status Viewer::Finish() {
  impl_->snapshots.Wait();
  const auto written = impl_->snapshots.TakeResult();
  const Status recorded = impl_->recorder->Stop();
  if (!recorded.ok()) return recorded;
  return written.has_value() ? written->status() : Status();
}

}  // namespace camglass
