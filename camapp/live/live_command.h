// camapp on moving pictures: from a camera, a video, pictures, or a pattern.
#ifndef CAMGLASS_CAMAPP_LIVE_LIVE_COMMAND_H_
#define CAMGLASS_CAMAPP_LIVE_LIVE_COMMAND_H_

#include <string>
#include <vector>

#include "camapp/cam/explain_flags.h"
#include "camapp/live/live_options.h"
#include "engine/status.h"

namespace camglass {

struct LiveRun {
  LiveFlags live;
  ExplainFlags explain;
  std::vector<std::string> pictures;  // used where not empty
  std::string out;
  bool json = false;
  bool force = false;
  bool quiet = false;
};

// Runs until the source ends, a limit is reached, or SIGINT or SIGTERM comes.
// Returns the exit status: 0; 1 for errors; 2 for wrong usage; 3 where frames
// of a file could not be decoded; 4 no camera, 5 no permission, 6 busy, 7 no
// usable format.
int RunLive(const LiveRun& run);

// The exit status for an error of a camera.
int CameraExitStatus(const Status& status);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_LIVE_COMMAND_H_
