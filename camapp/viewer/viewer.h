// The live view without its sinks: what is shown of the frames and how,
// changed by commands.
#ifndef CAMGLASS_CAMAPP_VIEWER_VIEWER_H_
#define CAMGLASS_CAMAPP_VIEWER_VIEWER_H_

#include <functional>
#include <memory>
#include <string>

#include "camapp/live/frame_sink.h"
#include "camapp/live/live_view.h"
#include "camapp/live/picture_browser.h"
#include "camapp/live/stop_signal.h"
#include "camapp/viewer/command.h"
#include "camapp/viewer/model_switch.h"
#include "camapp/viewer/recording_switch.h"
#include "camapp/viewer/scene_sink.h"
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
  ~Viewer() override;

  // Before the run. The sink must outlive the viewer.
  void Attach(SceneSink* sink);

  // Before the run: what next-picture, previous-picture and back go through. It
  // must outlive the viewer.
  void Browse(PictureBrowser* browser);

  // From any thread. Takes effect with the next frame, or a few hundredths of a
  // second later where none comes, in the order of the calls.
  void Post(const Command& command);

  // From any thread: a message for whoever looks.
  void Say(std::string message);

  StatusOr<ShowTimes> Show(const LiveFrame& frame,
                           const Explanation* explanation,
                           const SourceState& source) override;
  Status ShowWaiting(const SourceState& source) override;

  // Completes recordings and snapshots. Call after the run. Fails with the
  // first recording that could not be written, or the first such snapshot,
  // however long ago.
  Status Finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_VIEWER_H_
