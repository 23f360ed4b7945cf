#include "camapp/capture/frame_to_rgb.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "camapp/capture/limits.h"
#include "camapp/picture/kernels/yuv_rows.h"
#include "engine/base/within_memory.h"

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

// Row y of component c; chroma rows of halved formats serve two lines.
const uint8_t* Row(const CapturedFrame& frame, const ComponentLayout& c,
                   size_t y) {
  const size_t row = c.rows < frame.format.height ? y / 2 : y;
  return frame.Plane(c.plane).data() + c.offset + row * c.stride;
}

uint8_t FullRange(int v) {
  return static_cast<uint8_t>(std::clamp(((v - 16) * 255 + 109) / 219, 0, 255));
}

void ExpandRow(uint8_t* samples, size_t count) {
  for (size_t i = 0; i < count; ++i) samples[i] = FullRange(samples[i]);
}

void ConvertRow(const CapturedFrame& frame, PixelFormat format,
                const FrameLayout& layout, const YuvCoefficients& colour,
                size_t y, uint8_t* rgb) {
  const size_t width = frame.format.width;
  std::array<const uint8_t*, kMaxPlanes> row = {};
  for (size_t c = 0; c < layout.components; ++c)
    row[c] = Row(frame, layout.component[c], y);
  switch (format) {
    case PixelFormat::kYuyv:
      return PackedYuvRow(row[0], PackedOrder::kYuyv, width, colour, rgb);
    case PixelFormat::kUyvy:
      return PackedYuvRow(row[0], PackedOrder::kUyvy, width, colour, rgb);
    case PixelFormat::kYvyu:
      return PackedYuvRow(row[0], PackedOrder::kYvyu, width, colour, rgb);
    case PixelFormat::kNv12:
      return SemiPlanarYuvRow(row[0], row[1], false, width, colour, rgb);
    case PixelFormat::kNv21:
      return SemiPlanarYuvRow(row[0], row[1], true, width, colour, rgb);
    case PixelFormat::kYu12:
      return PlanarYuvRow(row[0], row[1], row[2], width, colour, rgb);
    case PixelFormat::kYv12:
      return PlanarYuvRow(row[0], row[2], row[1], width, colour, rgb);
    case PixelFormat::kGrey:
      return GreyRow(row[0], width, colour, rgb);
    case PixelFormat::kBgr24:
      return SwapRedBlueRow(row[0], width, rgb);
    case PixelFormat::kRgb24:
    case PixelFormat::kMjpeg:
      std::memcpy(rgb, row[0], width * 3);
  }
}

Status CheckPlanes(const CapturedFrame& frame) {
  const auto needed = PlaneBytesNeeded(frame.format);
  size_t total = 0;
  for (size_t p = 0; p < frame.format.planes; ++p) {
    if (frame.plane_bytes[p] < needed[p])
      return InvalidInput(
          "a short frame: " + std::to_string(frame.plane_bytes[p]) + " of " +
          std::to_string(needed[p]) + " bytes");
    if (frame.plane_bytes[p] > frame.bytes.size() - total)
      return InvalidInput("a frame whose planes exceed its bytes");
    total += frame.plane_bytes[p];
  }
  return Status();
}

}  // namespace

YuvCoefficients YuvCoefficientsOf(const FrameFormat& format) {
  const LumaWeights weights = LumaWeightsOf(format);
  return MakeYuvCoefficients(weights.red, weights.blue, IsFullRange(format));
}

bool IsLimitedRangeRgb(const FrameFormat& format) {
  return format.quantization == V4L2_QUANTIZATION_LIM_RANGE;
}

FrameToRgb::FrameToRgb()
    : jpeg_({.side = limits::kMaxFrameSide,
             .work_bytes = limits::kMaxJpegWorkBytes}) {}

Status FrameToRgb::Convert(const CapturedFrame& frame, Picture* picture) {
  return WithinMemory("decode this frame",
                      [&] { return ConvertFrame(frame, picture); });
}

Status FrameToRgb::ConvertFrame(const CapturedFrame& frame, Picture* picture) {
  CAMGLASS_RETURN_IF_ERROR(CheckFrameFormat(frame.format));
  CAMGLASS_RETURN_IF_ERROR(CheckPlanes(frame));
  const PixelFormat format = *PixelFormatOf(frame.format.fourcc);
  if (format == PixelFormat::kMjpeg)
    return jpeg_.Decode(frame.Plane(0), picture);

  const FrameLayout layout = LayoutOf(frame.format);
  const YuvCoefficients colour = YuvCoefficientsOf(frame.format);
  const bool rgb =
      format == PixelFormat::kRgb24 || format == PixelFormat::kBgr24;
  const bool expand = rgb && IsLimitedRangeRgb(frame.format);
  picture->Resize({frame.format.height, frame.format.width});
  for (size_t y = 0; y < picture->h; ++y) {
    ConvertRow(frame, format, layout, colour, y, picture->Row(y));
    if (expand) ExpandRow(picture->Row(y), picture->w * 3);
  }
  return Status();
}

}  // namespace camglass
