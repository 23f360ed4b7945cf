// Which numbers turn a camera's luma and chroma into RGB.
#ifndef CAMGLASS_CAMAPP_CAPTURE_COLOUR_H_
#define CAMGLASS_CAMAPP_CAPTURE_COLOUR_H_

#include "camapp/capture/frame_format.h"
#include "camapp/picture/kernels/yuv_rows.h"

namespace camglass {

// By the driver's fields, where "default" means what the kernel's documentation
// of V4L2 says: matrix BT.601 except for REC709 and BT2020 colour spaces;
// limited range except for the JPEG colour space. GREY has full range by
// default: so the kernel's own test driver fills it, and so sensors do.
YuvCoefficients YuvCoefficientsOf(const FrameFormat& format);

// Whether RGB samples run from 16 to 235 instead of 0 to 255.
bool IsLimitedRangeRgb(const FrameFormat& format);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_COLOUR_H_
