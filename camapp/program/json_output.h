// The state of the live view as lines of JSON on standard output.
#ifndef CAMGLASS_CAMAPP_PROGRAM_JSON_OUTPUT_H_
#define CAMGLASS_CAMAPP_PROGRAM_JSON_OUTPUT_H_

#include "camapp/viewer/viewer_output.h"
#include "engine/base/console.h"

namespace camglass {

class JsonOutput : public SceneOutput {
 public:
  StatusOr<ShowTimes> Present(const Scene&, const ViewerState& state) override {
    PrintJsonLine(StateJson(state));
    CAMGLASS_RETURN_IF_ERROR(FlushOutput());
    return ShowTimes();
  }
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PROGRAM_JSON_OUTPUT_H_
