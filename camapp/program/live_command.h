// camapp on moving pictures: from a camera, a video, pictures, or a pattern.
#ifndef CAMGLASS_CAMAPP_PROGRAM_LIVE_COMMAND_H_
#define CAMGLASS_CAMAPP_PROGRAM_LIVE_COMMAND_H_

#include "camapp/program/live_run.h"

namespace camglass {

// Runs until the source ends, a limit is reached, the user ends it, or SIGINT,
// SIGTERM or SIGHUP comes. Returns the exit status: 0; 1 for errors; 2 for
// wrong usage; 3 where frames of a file could not be decoded; 4 no camera, 5 no
// permission, 6 busy, 7 no usable format, 8 no display.
int RunLive(const LiveRun& run);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PROGRAM_LIVE_COMMAND_H_
