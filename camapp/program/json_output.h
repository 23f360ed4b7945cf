// The state of the live view as lines of JSON on standard output.
#ifndef CAMGLASS_CAMAPP_PROGRAM_JSON_OUTPUT_H_
#define CAMGLASS_CAMAPP_PROGRAM_JSON_OUTPUT_H_

#include <cstdio>

#include "camapp/viewer/viewer_output.h"

namespace camglass {

class JsonOutput : public SceneOutput {
 public:
  StatusOr<ShowTimes> Present(const Scene&, const ViewerState& state) override {
    const bool printed = std::printf("%s\n", StateJson(state).c_str()) >= 0 &&
                         std::fflush(stdout) == 0;
    if (!printed) return IoError("standard output: its reader has gone");
    return ShowTimes();
  }
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PROGRAM_JSON_OUTPUT_H_
