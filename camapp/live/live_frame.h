// A decoded frame on its way through the pipeline.
#ifndef CAMGLASS_CAMAPP_LIVE_LIVE_FRAME_H_
#define CAMGLASS_CAMAPP_LIVE_LIVE_FRAME_H_

#include <cstdint>
#include <limits>
#include <string>

#include "camapp/cam/explanation.h"
#include "camapp/live/frame_source.h"
#include "camapp/live/pool.h"
#include "camapp/picture/picture.h"

namespace camglass {

struct LiveFrame {
  Picture picture;
  uint64_t number = 0;      // counts what the source gave, from 0
  int64_t captured_ns = 0;  // CLOCK_MONOTONIC
  bool has_time = true;     // false: nobody knows when it was captured
  double decode_ms = 0;
  std::string picture_name;  // the file, where each frame is one; else empty
  bool still = false;        // as FrameSource has it
  WholePicture whole;  // to be explained in place of a still that is smaller
};

// Shared frames and explanations stay as they are.
using SharedFrame = Shared<const LiveFrame>;
using SharedExplanation = Shared<const Explanation>;

// Milliseconds since the frame was captured; not a number where that is not
// known.
inline double AgeMs(const LiveFrame& frame, int64_t now_ns) {
  return frame.has_time ? static_cast<double>(now_ns - frame.captured_ns) / 1e6
                        : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_LIVE_FRAME_H_
