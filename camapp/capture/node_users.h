// Which program has a device open, as far as /proc shows it to this user.
#ifndef CAMGLASS_CAMAPP_CAPTURE_NODE_USERS_H_
#define CAMGLASS_CAMAPP_CAPTURE_NODE_USERS_H_

#include <string>

#include "camapp/capture/system_calls.h"

namespace camglass {

// "NAME (process 123)"; empty where none is found or none may be seen. This
// process is not counted.
std::string ProgramUsing(SystemCalls& system, const std::string& node);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_NODE_USERS_H_
