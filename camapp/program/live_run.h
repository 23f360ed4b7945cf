// A live run's options, and what its parts share.
#ifndef CAMGLASS_CAMAPP_PROGRAM_LIVE_RUN_H_
#define CAMGLASS_CAMAPP_PROGRAM_LIVE_RUN_H_

#include <memory>
#include <string>
#include <vector>

#include "camapp/cam/explain_flags.h"
#include "camapp/live/frame_source.h"
#include "camapp/live/live_options.h"
#include "camapp/live/pipeline.h"
#include "camapp/live/run_report.h"
#include "camapp/live/stop_signal.h"
#include "engine/base/exit_status.h"
#include "engine/base/status.h"

namespace camglass {

struct LiveRun {
  std::vector<std::string> given;  // options by name, as typed: "--frames"
  LiveFlags live;
  ExplainFlags explain;
  std::vector<std::string> pictures;  // used where not empty
  std::string out;
  bool json = false;
  bool force = false;
  bool quiet = false;
};

// Runs until the source ends, a limit is reached, the user ends it, or SIGINT,
// SIGTERM or SIGHUP comes. Returns the exit status: 0; 1 for errors; 2 for
// wrong usage; 3 where frames of a file could not be decoded; 4 no camera, 5 no
// permission, 6 busy, 7 no usable format, 8 no display.
int RunLive(const LiveRun& run);

// Prints the message; returns exit_status.
int Fail(const Status& status, int exit_status);
int Fail(const Status& status);  // with the status that its code has

bool FromCamera(const LiveRun& run);
// Standard output is the frames', and gets no text.
bool PrintsFrames(const LiveRun& run);
// Somebody looks: a window, or whatever takes its place.
bool HasViewer(const LiveRun& run);

// On standard error, unless quiet, with the time on the clock of frames.
void Log(const LiveRun& run, const std::string& line);

// On failure *exit_status is set, and the message printed. A stop while it
// waits for a video's first bytes is not a failure: success, and no source.
std::unique_ptr<FrameSource> OpenSource(const LiveRun& run,
                                        const StopSignal& stop,
                                        int* exit_status);

// Says how the run was, and returns its exit status.
int Report(const LiveRun& run, const Status& status, const Pipeline& pipeline,
           const SourceState& state, const RunClock& clock);

// The two kinds of run. The flags have been checked.
int RunHeadless(const LiveRun& run, StopSignal* stop);
int RunViewer(const LiveRun& run, StopSignal* stop);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PROGRAM_LIVE_RUN_H_
