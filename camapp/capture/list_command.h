// What camapp list and camapp controls print.
#ifndef CAMGLASS_CAMAPP_CAPTURE_LIST_COMMAND_H_
#define CAMGLASS_CAMAPP_CAPTURE_LIST_COMMAND_H_

#include <string>

#include "camapp/capture/system_calls.h"
#include "engine/base/status.h"

namespace camglass {

// What `camapp list` prints on standard output: cameras with name, place,
// stable names and modes; nodes that are not cameras are only counted, or
// listed with `json`.
std::string ListText(SystemCalls& system);
std::string ListJson(SystemCalls& system);  // one line

// The controls of a camera (FindCamera's names) with values and ranges.
StatusOr<std::string> ControlsText(SystemCalls& system,
                                   const std::string& camera);
StatusOr<std::string> ControlsJson(SystemCalls& system,
                                   const std::string& camera);
// The value of one control.
StatusOr<std::string> ControlValue(SystemCalls& system,
                                   const std::string& camera,
                                   const std::string& control);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_LIST_COMMAND_H_
