// The live view without its sinks: what is shown of the frames and how,
// changed by commands.
#ifndef CAMGLASS_CAMAPP_VIEWER_VIEWER_H_
#define CAMGLASS_CAMAPP_VIEWER_VIEWER_H_

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "camapp/live/frame_sink.h"
#include "camapp/live/live_view.h"
#include "camapp/live/percentiles.h"
#include "camapp/live/picture_browser.h"
#include "camapp/live/rate_meter.h"
#include "camapp/live/stop_signal.h"
#include "camapp/viewer/command.h"
#include "camapp/viewer/message_board.h"
#include "camapp/viewer/model_switch.h"
#include "camapp/viewer/recording_switch.h"
#include "camapp/viewer/scene_sink.h"
#include "camapp/viewer/shown_explanation.h"
#include "camapp/viewer/viewer_files.h"
#include "camapp/viewer/viewer_state.h"
#include "engine/base/status.h"

namespace camglass {

struct ViewerOptions {
  ViewerSettings settings;  // to begin with
  ViewKind view = ViewKind::kFigure;
  std::string folder = ".";  // where snapshots and recordings go
  // Labels follow the network only when it is sure; for live sources. Else each
  // frame has its own.
  bool steady_labels = true;
  // --class: pinned to begin with, in whatever model knows it.
  std::string class_query;
  std::string recording;  // the file where recording has begun already
  // One line, without its end, for each failure of a recording or a snapshot.
  std::function<void(const std::string& line)> log;
  std::string address;  // of the page, where there is one: for the help
};

class Viewer : public FrameSink {
 public:
  // models: null without a network. All must outlive the viewer.
  Viewer(const ViewerOptions& options, ModelSwitch* models,
         RecordingSwitch* recorder, StopSignal* stop);
  // Before the run. The sink must outlive the viewer.
  void Attach(SceneSink* sink) { sinks_.push_back(sink); }

  // Before the run: what next-picture, previous-picture and back go through. It
  // must outlive the viewer.
  void Browse(PictureBrowser* browser) { browser_ = browser; }

  // From any thread. Takes effect with the next frame, or a few hundredths of a
  // second later where none comes, in the order of the calls.
  void Post(const Command& command);

  // From any thread: a message for whoever looks.
  void Say(std::string message) { messages_.Post(std::move(message)); }

  StatusOr<ShowTimes> Show(const LiveFrame& frame,
                           const SharedExplanation& explanation,
                           const SourceState& source) override;
  Status ShowWaiting(const SourceState& source) override;

  // Completes recordings and snapshots. Call after the run. Fails with the
  // first recording that could not be written, or the first such snapshot,
  // however long ago.
  Status Finish() { return files_.Finish(); }

 private:
  // What was posted; true where there was something.
  bool TakeCommands();
  void Obey(const Command& command);
  void Freeze();
  void GoBack();
  void Step(bool forward);
  void ChangeModel(bool forward);
  void ChangeScale(double scale);
  void TakeSnapshot();

  // Other input.
  StatusOr<bool> Attend();
  void TakeFrame(const LiveFrame& live, const SharedExplanation& explanation,
                 int64_t now);
  void TakeExplanation(const SharedExplanation& explanation, int64_t now);
  void FindPinned();
  void TellMissingFont();
  void TakeSource(const SourceState& source, int64_t now);
  // What models, files and messages have to say; true where something has
  // changed.
  bool TakeNews(int64_t now);

  // What goes out.
  void ComposeWords(int64_t now);
  StatusOr<ShowTimes> Present(int64_t now);

  const ViewerOptions options_;
  ModelSwitch* models_;
  StopSignal* stop_;
  PictureBrowser* browser_ = nullptr;
  std::vector<SceneSink*> sinks_;
  MessageBoard messages_;
  ViewerFiles files_;
  std::mutex mutex_;
  std::vector<Command> posted_;  // under the mutex
  std::vector<Command> taken_;

  ViewerState state_;
  Scene scene_;
  Picture frame_;               // the one that is shown
  ShownExplanation explained_;  // of the latest that fits it
  bool has_frame_ = false;
  uint64_t last_number_ = 0;
  std::string pinned_name_;  // as FindClass takes it; empty: none
  RateMeter shown_rate_;
  Percentiles infer_ms_, draw_ms_, write_ms_;
  uint64_t delivered_then_ = 0;
  int64_t rate_since_ = 0;      // 0: no source was seen yet
  int64_t words_due_ = 0;       // 0: at once
  uint64_t damaged_shown_ = 0;  // the source's count, in the last scene
  std::string font_advice_;     // as told last
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_VIEWER_H_
