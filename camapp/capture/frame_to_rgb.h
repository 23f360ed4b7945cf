// Any captured frame to 8-bit RGB.
#ifndef CAMGLASS_CAMAPP_CAPTURE_FRAME_TO_RGB_H_
#define CAMGLASS_CAMAPP_CAPTURE_FRAME_TO_RGB_H_

#include "camapp/capture/frame_format.h"
#include "camapp/picture/jpeg/frame_decoder.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// Keeps its memory between frames: nothing is allocated for a frame like the
// one before. One thread at a time.
class FrameToRgb {
 public:
  FrameToRgb();

  // The frame is untrusted: a format that we don't decode, contradicting
  // numbers, planes that are too short and damaged JPEGs fail (what counts as
  // damage: camapp/picture/jpeg/jpeg_errors.h); *picture is then undefined. A
  // JPEG's own size counts, whatever the format says. Colours follow the
  // format's fields (colour.h), JPEG's its own rules.
  Status Convert(const CapturedFrame& frame, Picture* picture);

  // What was wrong with JPEGs that were whole all the same.
  const ToleratedFaults& tolerated() const { return jpeg_.tolerated(); }

 private:
  Status ConvertFrame(const CapturedFrame& frame, Picture* picture);

  JpegFrameDecoder jpeg_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_FRAME_TO_RGB_H_
