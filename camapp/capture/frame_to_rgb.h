// Any captured frame to 8-bit RGB.
#ifndef CAMGLASS_CAMAPP_CAPTURE_FRAME_TO_RGB_H_
#define CAMGLASS_CAMAPP_CAPTURE_FRAME_TO_RGB_H_

#include "camapp/capture/frame_format.h"
#include "camapp/picture/jpeg/frame_decoder.h"
#include "camapp/picture/kernels/yuv_rows.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// By the driver's fields, where "default" means what the kernel's documentation
// of V4L2 says: matrix BT.601 except for REC709 and BT2020 colour spaces;
// limited range except for the JPEG colour space. GREY has full range by
// default: so the kernel's own test driver fills it, and so sensors do.
YuvCoefficients YuvCoefficientsOf(const FrameFormat& format);

// Whether RGB samples run from 16 to 235 instead of 0 to 255.
bool IsLimitedRangeRgb(const FrameFormat& format);

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
