// Whatever can say of a frame what a network sees in it.
#ifndef CAMGLASS_CAMAPP_CAM_FRAME_EXPLAINER_H_
#define CAMGLASS_CAMAPP_CAM_FRAME_EXPLAINER_H_

#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

struct Explanation;  // explain.h

// Used by one thread.
class FrameExplainer {
 public:
  virtual ~FrameExplainer() = default;

  // Into *out, whose memory is reused. An error ends a live run.
  virtual Status Explain(const Picture& frame, Explanation* out) = 0;

  // Whether it would explain the last frame in another way now.
  virtual bool HasNews() const { return false; }
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_FRAME_EXPLAINER_H_
