// Which flags mean something for which kind of run. One that would be ignored
// is refused: whoever typed it expects something of it.
#ifndef CAMGLASS_CAMAPP_PROGRAM_FLAG_EFFECTS_H_
#define CAMGLASS_CAMAPP_PROGRAM_FLAG_EFFECTS_H_

#include <string>
#include <vector>

#include "camapp/program/live_run.h"
#include "engine/base/status.h"

namespace camglass {

// `given`: names of options as typed ("--frames"). Fail with kUsage for the
// first that has no effect, and say what it is for. Not looked at are --model
// and --threads, which name what a network would be, and --force and --quiet,
// which allow and silence whatever there is.
Status CheckLiveEffects(const std::vector<std::string>& given,
                        const LiveRun& run);

// The same where pictures are explained one by one. What RunPictureBatch
// refuses is left to it.
Status CheckPictureEffects(const std::vector<std::string>& given);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PROGRAM_FLAG_EFFECTS_H_
