#include "camapp/viewer/viewer_files.h"

#include <utility>

#include "camapp/cam/picture_report.h"
#include "camapp/picture/fit_text.h"

namespace camglass {

void ViewerFiles::TellRecordingFailure(const Status& why, ViewerState* state) {
  messages_->TellFailure("the recording has ended: " + why.message());
  state->recording_error = why.message();
  if (recording_failure_.ok()) recording_failure_ = why;
}

void ViewerFiles::SwitchRecording(ViewerState* state) {
  if (!state->recording.empty()) {
    const Status stopped = recorder_->Stop();
    const std::string path = std::exchange(state->recording, "");
    if (!stopped.ok()) return TellRecordingFailure(stopped, state);
    return messages_->Tell("recorded: " + path);
  }
  if (state->still)
    return messages_->Tell(
        "this is a picture: s keeps it, and there is nothing to record");
  const std::string path = FreshStem(folder_, "camglass", {".rec"}) + ".rec";
  const Status started = recorder_->Start(path, false);
  if (!started.ok()) return messages_->TellFailure(started.message());
  state->recording = path;
  state->recording_error.clear();
  messages_->Tell("recording: " + path);
}

void ViewerFiles::TakeSnapshot(const Scene& scene, const ViewerState& state) {
  Snapshot snapshot;
  snapshot.frame = *scene.frame;
  if (scene.overlay != nullptr) {
    snapshot.overlay = *scene.overlay;
    snapshot.map = state.map;
    snapshot.text = FigureTextOf(*state.explainer(), state.shown, state.map);
    snapshot.text.caption = WholeText(scene.words.caption);
  }
  snapshot.state = StateJson(state);
  if (!snapshots_.Give(std::move(snapshot)))
    messages_->Tell("the last snapshot is still being written");
}

void ViewerFiles::TellSnapshot(const StatusOr<std::string>& written,
                               ViewerState* state) {
  if (!written.ok()) {
    messages_->TellFailure(written.status().message());
    if (snapshot_failure_.ok()) snapshot_failure_ = written.status();
    return;
  }
  state->last_snapshot = *written;
  ++state->snapshots;
  messages_->Tell("snapshot: " + *written);
}

void ViewerFiles::TakeNews(ViewerState* state) {
  if (const auto written = snapshots_.TakeResult())
    TellSnapshot(*written, state);
  if (state->recording.empty() || !recorder_->failed()) return;
  state->recording.clear();
  TellRecordingFailure(recorder_->Stop(), state);
}

Status ViewerFiles::Finish() {
  snapshots_.Wait();
  const auto written = snapshots_.TakeResult();
  const Status recorded = recorder_->Stop();
  if (!recording_failure_.ok()) return recording_failure_;
  if (!recorded.ok()) return recorded;
  if (!snapshot_failure_.ok()) return snapshot_failure_;
  return written.has_value() ? written->status() : Status();
}

}  // namespace camglass
