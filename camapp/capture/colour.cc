#include "camapp/capture/colour.h"

#include <linux/videodev2.h>

namespace camglass {
namespace {

// Weights of red and blue in luma; green has the rest.
struct LumaWeights {
  double red;
  double blue;
};

LumaWeights LumaWeightsOf(const FrameFormat& format) {
  uint32_t encoding = format.ycbcr_enc;
  if (encoding == V4L2_YCBCR_ENC_DEFAULT)
    encoding = V4L2_MAP_YCBCR_ENC_DEFAULT(format.colorspace);
  switch (encoding) {
    case V4L2_YCBCR_ENC_709:
    case V4L2_YCBCR_ENC_XV709:
      return {0.2126, 0.0722};
    case V4L2_YCBCR_ENC_BT2020:
    case V4L2_YCBCR_ENC_BT2020_CONST_LUM:
      return {0.2627, 0.0593};
    case V4L2_YCBCR_ENC_SMPTE240M:
      return {0.212, 0.087};
    default:
      return {0.299, 0.114};
  }
}

bool IsFullRange(const FrameFormat& format) {
  if (format.quantization != V4L2_QUANTIZATION_DEFAULT)
    return format.quantization == V4L2_QUANTIZATION_FULL_RANGE;
  return format.fourcc == V4L2_PIX_FMT_GREY ||
         format.colorspace == V4L2_COLORSPACE_JPEG;
}

}  // namespace

YuvCoefficients YuvCoefficientsOf(const FrameFormat& format) {
  const LumaWeights weights = LumaWeightsOf(format);
  return MakeYuvCoefficients(weights.red, weights.blue, IsFullRange(format));
}

bool IsLimitedRangeRgb(const FrameFormat& format) {
  return format.quantization == V4L2_QUANTIZATION_LIM_RANGE;
}

}  // namespace camglass
