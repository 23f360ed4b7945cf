// Whatever keeps frames as they were captured.
#ifndef CAMGLASS_CAMAPP_OUTPUT_FRAME_RECORDER_H_
#define CAMGLASS_CAMAPP_OUTPUT_FRAME_RECORDER_H_

#include "camapp/capture/frame_format.h"
#include "engine/base/status.h"

namespace camglass {

class FrameRecorder {
 public:
  virtual ~FrameRecorder() = default;

  // Used by one thread. An error ends a live run.
  virtual Status Write(const CapturedFrame& frame) = 0;

  // From any thread: whether frames should come at all, now.
  virtual bool wants_frames() const { return true; }
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_OUTPUT_FRAME_RECORDER_H_
