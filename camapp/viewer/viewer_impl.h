// What viewer.cc and viewer_commands.cc share; of no use to anybody else.
#ifndef CAMGLASS_CAMAPP_VIEWER_VIEWER_IMPL_H_
#define CAMGLASS_CAMAPP_VIEWER_VIEWER_IMPL_H_

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "camapp/live/percentiles.h"
#include "camapp/live/rate_meter.h"
#include "camapp/viewer/shown_explanation.h"
#include "camapp/viewer/snapshot.h"
#include "camapp/viewer/viewer.h"

namespace camglass {

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

  // What was posted; true where there was something.
  bool TakeCommands();
  void Obey(const Command& command);
  void Freeze();
  void GoBack();
  void Step(bool forward);
  void ChangeModel(bool forward);
  void ChangeScale(double scale);
  void SwitchRecording();
  void TakeSnapshot();

  // Other input.
  StatusOr<bool> Attend();
  void TakeFrame(const LiveFrame& frame, const Explanation* explanation,
                 int64_t now);
  void TakeExplanation(const Explanation& explanation, int64_t now);
  void FindPinned();
  void TellMissingFont();
  void TakeSource(const SourceState& source, int64_t now);
  // What models and snapshots have to say; true where something has changed.
  bool TakeNews(int64_t now);
  void Tell(std::string message);
  // The same for what must not be missed: longer, and in the log.
  void TellFailure(const std::string& message);
  // Of a recording: remembered for the end, too.
  void TellRecordingFailure(const Status& why);
  void TellSnapshotFailure(const Status& why);

  // What goes out.
  void ComposeWords(int64_t now);
  StatusOr<ShowTimes> Present(int64_t now);

  const ViewerOptions options;
  ModelSwitch* models;
  RecordingSwitch* recorder;
  StopSignal* stop;
  PictureBrowser* browser = nullptr;
  std::vector<SceneSink*> sinks;

  // The pipeline's thread alone uses all but these three.
  std::mutex mutex;
  std::vector<Command> posted;
  std::string said;  // empty: nothing

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
  int64_t words_due = 0;       // 0: at once
  uint64_t damaged_shown = 0;  // the source's count, in the last scene
  int64_t message_until = 0;
  Status recording_failure;  // the first
  Status snapshot_failure;   // the first
  std::string font_advice;   // as told last
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_VIEWER_IMPL_H_
