// Commands that only change how things are shown.
#ifndef CAMGLASS_CAMAPP_VIEWER_SETTINGS_COMMAND_H_
#define CAMGLASS_CAMAPP_VIEWER_SETTINGS_COMMAND_H_

#include <span>
#include <string>

#include "camapp/cam/explain.h"
#include "camapp/viewer/command.h"
#include "camapp/viewer/viewer_state.h"

namespace camglass {

// Carries out the command where it is such a one; else returns false. ranked:
// the classes as shown, best first; empty where there are none yet. *message:
// what to tell the person, where there is something that can't be seen.
bool ChangeSettings(const Command& command, std::span<const RankedClass> ranked,
                    const Explainer* explainer, ViewerSettings* settings,
                    std::string* message);

// The next and the previous factor of the input's size; the same at the ends.
double FinerScale(double scale);
double CoarserScale(double scale);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_SETTINGS_COMMAND_H_
