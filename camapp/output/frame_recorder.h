// Whatever keeps frames as they were captured.
#ifndef CAMGLASS_CAMAPP_OUTPUT_FRAME_RECORDER_H_
#define CAMGLASS_CAMAPP_OUTPUT_FRAME_RECORDER_H_

#include "camapp/capture/frame_format.h"
#include "engine/status.h"

namespace camglass {

// Used by one thread.
class FrameRecorder {
 public:
  virtual ~FrameRecorder() = default;

  // An error ends a live run.
  virtual Status Write(const CapturedFrame& frame) = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_OUTPUT_FRAME_RECORDER_H_
