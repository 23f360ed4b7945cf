#include "camapp/viewer/viewer.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include "camapp/live/pacer.h"
#include "camapp/picture/draw_text.h"
#include "camapp/viewer/settings_command.h"
#include "camapp/viewer/state_words.h"
#include "engine/base/stopwatch.h"
#include "weights/class_names/find_class.h"

namespace camglass {
namespace {

constexpr int64_t kMs = 1'000'000;
// Words that change faster than this can't be read, and cost time to draw.
constexpr int64_t kWordsInterval = 250 * kMs;
constexpr int64_t kRateInterval = 1'000 * kMs;

Spread SpreadOf(const Percentiles& ms) { return {ms.At(0.5), ms.At(0.95)}; }

}  // namespace

Viewer::Viewer(const ViewerOptions& options, ModelSwitch* models,
               RecordingSwitch* recorder, StopSignal* stop)
    : options_(options),
      models_(models),
      stop_(stop),
      messages_(options.log),
      files_(options.folder, recorder, &messages_),
      explained_(options.steady_labels),
      pinned_name_(options.class_query) {
  state_.settings = options.settings;
  state_.recording = options.recording;
  if (models != nullptr) {
    state_.models = models->names();
    state_.model = state_.models[models->state().model];
    state_.input_scale = models->state().scale;
  }
  scene_.two_panes = models != nullptr && options.view == ViewKind::kFigure;
}

void Viewer::Post(const Command& command) {
  const std::lock_guard lock(mutex_);
  posted_.push_back(command);
}

StatusOr<bool> Viewer::Attend() {
  bool wanted = false;
  for (SceneSink* sink : sinks_) {
    CAMGLASS_ASSIGN_OR_RETURN(const bool again, sink->Attend());
    wanted |= again;
  }
  return wanted;
}

void Viewer::TakeSource(const SourceState& source, int64_t now) {
  if (source.state != state_.source.state ||
      source.notice != state_.source.notice)
    words_due_ = 0;
  state_.source = source;
  const uint64_t delivered = source.counts.delivered;
  if (rate_since_ == 0 || delivered < delivered_then_) {
    rate_since_ = now;
    delivered_then_ = delivered;
  }
  if (now - rate_since_ < kRateInterval) return;
  state_.camera_fps = static_cast<double>(delivered - delivered_then_) * 1e9 /
                      static_cast<double>(now - rate_since_);
  rate_since_ = now;
  delivered_then_ = delivered;
}

void Viewer::TakeFrame(const LiveFrame& live,
                       const SharedExplanation& explanation, int64_t now) {
  const bool again = has_frame_ && live.number == last_number_;
  if (has_frame_ && !again)
    state_.fields.skipped += live.number - last_number_ - 1;
  last_number_ = live.number;
  // Whoever opens a picture wants to see it.
  if (live.still && !again && state_.settings.frozen) Freeze();
  if (!state_.settings.frozen && !again) {
    state_.still = live.still;
    frame_.Resize(live.picture.extent());
    frame_.rgb = live.picture.rgb;
    state_.fields.frame = live.number;
    state_.fields.picture = live.picture_name;
    state_.fields.size = frame_.extent();
    state_.fields.decode_ms = live.decode_ms;
    has_frame_ = true;
  }
  // One of a picture that was held until now may be of another size.
  const bool usable = explanation && explanation->provenance.by != nullptr &&
                      explanation->provenance.frame == frame_.extent();
  if (usable) {
    if (explanation.get() != state_.explanation.get())
      TakeExplanation(explanation, now);
  } else if (!state_.settings.frozen) {
    state_.explanation = SharedExplanation();
    state_.shown.clear();
  }
}

void Viewer::TakeExplanation(const SharedExplanation& explanation,
                             int64_t now) {
  const Provenance& provenance = explanation->provenance;
  const bool other_model = provenance.by.get() != state_.explainer();
  if (other_model ||
      !(provenance.input == state_.explanation->provenance.input))
    infer_ms_.Clear();
  infer_ms_.Add(provenance.ms.infer);
  const bool other_classes = explained_.Take(explanation, now, &state_);
  if (other_model) FindPinned();
  if (!other_model && !other_classes) return;
  words_due_ = 0;
  TellMissingFont();
}

// A class stays pinned in every model that has one of its name.
void Viewer::FindPinned() {
  state_.settings.pinned.reset();
  if (pinned_name_.empty()) return;
  const auto found =
      FindClass(state_.explainer()->info().classes, pinned_name_);
  if (found.ok())
    state_.settings.pinned = *found;
  else
    messages_.Tell(state_.model + " has no such class: " + pinned_name_);
}

void Viewer::TellMissingFont() {
  std::vector<std::string> names;
  for (const RankedClass& ranked : state_.shown)
    names.push_back(state_.explainer()->ClassName(ranked.index));
  const auto advice = MissingFontAdvice(names);
  if (!advice.has_value() || *advice == font_advice_) return;
  font_advice_ = *advice;
  messages_.Tell(*advice);
}

bool Viewer::TakeNews(int64_t now) {
  bool news = false;
  if (models_ != nullptr) {
    const ModelSwitch::State in_use = models_->state();
    news |= in_use.loading != state_.loading;
    state_.loading = in_use.loading;
    state_.model = state_.models[in_use.model];
    state_.input_scale = in_use.scale;
    if (const auto failure = models_->TakeFailure()) messages_.Tell(*failure);
  }
  files_.TakeNews(&state_);
  news |= messages_.Update(now, &state_.message);
  if (news) words_due_ = 0;
  return news;
}

bool Viewer::TakeCommands() {
  {
    const std::lock_guard lock(mutex_);
    taken_.swap(posted_);
  }
  for (const Command& command : taken_) {
    Obey(command);
    ++state_.commands;
  }
  const bool any = !taken_.empty();
  taken_.clear();
  if (any) words_due_ = 0;
  return any;
}

void Viewer::Obey(const Command& command) {
  std::string message;
  const std::optional<size_t> pinned = state_.settings.pinned;
  if (ChangeSettings(command, state_.shown, state_.explainer(),
                     &state_.settings, &message)) {
    if (state_.settings.pinned != pinned)
      pinned_name_ =
          state_.settings.pinned.has_value()
              ? "name:" + state_.explainer()->ClassName(*state_.settings.pinned)
              : "";
    return messages_.Tell(std::move(message));
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
      return ChangeScale(FinerScale(state_.input_scale));
    case CommandKind::kCoarser:
      return ChangeScale(CoarserScale(state_.input_scale));
    case CommandKind::kRecord:
      return files_.SwitchRecording(&state_);
    case CommandKind::kNextPicture:
      return Step(true);
    case CommandKind::kPreviousPicture:
      return Step(false);
    case CommandKind::kBack:
      return GoBack();
    case CommandKind::kQuit:
      return stop_->Set();
    default:
      return;
  }
}

// The network goes on looking at the frozen frame, so that other models and
// scales can be tried on it.
void Viewer::Freeze() {
  if (!has_frame_) return messages_.Tell("there is no frame yet");
  state_.settings.frozen = !state_.settings.frozen;
  if (models_ == nullptr || state_.still) return;
  models_->Hold(state_.settings.frozen ? std::make_shared<const Picture>(frame_)
                                       : nullptr);
}

// Out of what lies on top, and at last out of the program.
void Viewer::GoBack() {
  if (state_.settings.help) {
    state_.settings.help = false;
  } else if (state_.settings.full_screen) {
    state_.settings.full_screen = false;
  } else if (browser_ == nullptr || !browser_->Close()) {
    stop_->Set();
  } else if (state_.settings.frozen) {
    Freeze();
  }
}

void Viewer::Step(bool forward) {
  if (browser_ == nullptr || !browser_->Step(forward))
    messages_.Tell("there is no other picture");
}

void Viewer::ChangeModel(bool forward) {
  const size_t count = state_.models.size();
  if (models_ == nullptr || count < 2)
    return messages_.Tell("there is no other network; see camtool models");
  const size_t next = models_->Neighbour(forward);
  models_->RequestModel(next);
  state_.model = state_.models[next];
}

void Viewer::ChangeScale(double scale) {
  if (models_ == nullptr) return;
  if (scale == state_.input_scale)
    return messages_.Tell("this is as far as the input can be scaled");
  models_->RequestScale(scale);
  state_.input_scale = scale;
  char text[48];
  std::snprintf(text, sizeof(text), "input x %g", scale);
  messages_.Tell(text);
}

void Viewer::TakeSnapshot() {
  if (!has_frame_) return messages_.Tell("there is no frame yet");
  // The last picture's map may be of another size than the explanation that has
  // come since.
  scene_.overlay = explained_.Paint(frame_, &state_);
  scene_.frame = &frame_;
  files_.TakeSnapshot(scene_, state_);
  if (options_.view == ViewKind::kFrame) scene_.overlay = nullptr;
}

void Viewer::ComposeWords(int64_t now) {
  const bool steady = options_.steady_labels && !state_.still;
  if (steady && now < words_due_) return;
  words_due_ = now + kWordsInterval;
  state_.infer_ms = SpreadOf(infer_ms_);
  state_.draw_ms = SpreadOf(draw_ms_);
  state_.write_ms = SpreadOf(write_ms_);
  state_.exact_scores = !steady || state_.settings.frozen;
  StateWords(state_, &scene_.words);
  scene_.words.help =
      state_.settings.help ? HelpLines() : std::vector<SceneWords::HelpLine>();
  scene_.words.address = state_.settings.help ? options_.address : "";
}

StatusOr<ShowTimes> Viewer::Present(int64_t now) {
  Stopwatch watch;
  damaged_shown_ = state_.source.damaged();
  if (options_.view != ViewKind::kFrame)
    scene_.overlay = explained_.Paint(frame_, &state_);
  if (has_frame_) scene_.frame_size = frame_.extent();
  scene_.frame = has_frame_ ? &frame_ : nullptr;
  scene_.mirror = state_.settings.mirror;
  ComposeWords(now);
  ShowTimes times;
  times.draw = watch.Lap();
  for (SceneSink* sink : sinks_) {
    CAMGLASS_ASSIGN_OR_RETURN(const ShowTimes its,
                              sink->Present(scene_, state_));
    times.draw += its.draw;
    times.write += its.write;
  }
  state_.fields.draw_ms = times.draw;
  state_.fields.write_ms = times.write;
  return times;
}

StatusOr<ShowTimes> Viewer::Show(const LiveFrame& frame,
                                 const SharedExplanation& explanation,
                                 const SourceState& source) {
  const int64_t now = MonotonicNs();
  CAMGLASS_RETURN_IF_ERROR(Attend().status());
  TakeSource(source, now);
  TakeFrame(frame, explanation, now);
  TakeCommands();
  TakeNews(now);
  shown_rate_.Add(now);
  state_.fields.fps = shown_rate_.rate();
  state_.fields.age_ms = AgeMs(frame, now);
  CAMGLASS_ASSIGN_OR_RETURN(const ShowTimes times, Present(now));
  draw_ms_.Add(times.draw);
  write_ms_.Add(times.write);
  return times;
}

Status Viewer::ShowWaiting(const SourceState& source) {
  const int64_t now = MonotonicNs();
  CAMGLASS_ASSIGN_OR_RETURN(bool changed, Attend());
  const bool first = rate_since_ == 0;
  // The counts of frames that are nowhere else to be seen.
  changed |= source.state == "damaged" && now >= words_due_ &&
             source.damaged() != damaged_shown_;
  TakeSource(source, now);
  changed |= TakeCommands();
  changed |= TakeNews(now);
  changed |= first || words_due_ == 0;
  return changed ? Present(now).status() : Status();
}

}  // namespace camglass
