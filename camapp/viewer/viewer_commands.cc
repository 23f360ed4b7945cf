// What commands do to the view.
#include <cstdio>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "camapp/cam/figure_text.h"
#include "camapp/viewer/settings_command.h"
#include "camapp/viewer/viewer_impl.h"

namespace camglass {

bool Viewer::Impl::TakeCommands() {
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
    case CommandKind::kNextPicture:
      return Step(true);
    case CommandKind::kPreviousPicture:
      return Step(false);
    case CommandKind::kBack:
      return GoBack();
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
  if (models == nullptr || state.still) return;
  models->Hold(state.settings.frozen ? std::make_shared<const Picture>(frame)
                                     : nullptr);
}

// Out of what lies on top, and at last out of the program.
void Viewer::Impl::GoBack() {
  if (state.settings.help) {
    state.settings.help = false;
  } else if (state.settings.full_screen) {
    state.settings.full_screen = false;
  } else if (browser == nullptr || !browser->Close()) {
    stop->Set();
  } else if (state.settings.frozen) {
    Freeze();
  }
}

void Viewer::Impl::Step(bool forward) {
  if (browser == nullptr || !browser->Step(forward))
    Tell("there is no other picture");
}

void Viewer::Impl::ChangeModel(bool forward) {
  const size_t count = state.models.size();
  if (models == nullptr || count < 2)
    return Tell("there is no other model; see camtool models");
  const size_t next = models->Neighbour(forward);
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
    if (!stopped.ok()) return TellRecordingFailure(stopped);
    return Tell("recorded: " + path);
  }
  if (state.still)
    return Tell(
        "this is a picture: s keeps it, and there is nothing to record");
  const std::string path =
      FreshStem(options.folder, "camglass", {".rec"}) + ".rec";
  const Status started = recorder->Start(path, false);
  if (!started.ok()) return TellFailure(started.message());
  state.recording = path;
  state.recording_error.clear();
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
    snapshot.text.caption = WholeText(scene.words.caption);
  }
  if (options.view == ViewKind::kFrame) scene.overlay = nullptr;
  snapshot.state = StateJson(state);
  if (!snapshots.Give(std::move(snapshot)))
    Tell("the last snapshot is still being written");
}

}  // namespace camglass
