// A decoded frame on its way through the pipeline.
#ifndef CAMGLASS_CAMAPP_LIVE_LIVE_FRAME_H_
#define CAMGLASS_CAMAPP_LIVE_LIVE_FRAME_H_

#include <cstdint>
#include <string>

#include "camapp/cam/explain.h"
#include "camapp/live/whole_picture.h"
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
  // Where every frame counts: what the network says of this very frame.
  bool explained = false;
  Explanation explanation;
};

// Milliseconds since the frame was captured; not a number where that is not
// known.
double AgeMs(const LiveFrame& frame, int64_t now_ns);

// Sizes, times and the ranked classes: no picture, map or vector over classes,
// nor what the map is of. Reuses *to's memory.
void CopyFacts(const Explanation& from, Explanation* to);

// What the output needs of an explanation: without the resized picture's
// pixels, and without the vectors over all classes unless features are kept.
// Reuses *to's memory.
void CopyShown(const Explanation& from, Explanation* to);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_LIVE_FRAME_H_
