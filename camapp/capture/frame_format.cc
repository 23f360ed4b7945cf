#include "camapp/capture/frame_format.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <cctype>

#include "camapp/capture/limits.h"
#include "engine/base/check.h"

namespace camglass {
namespace {

struct KnownFormat {
  uint32_t fourcc;
  PixelFormat format;
  uint32_t planes;  // memory planes
};

constexpr KnownFormat kKnown[] = {
    {V4L2_PIX_FMT_YUYV, PixelFormat::kYuyv, 1},
    {V4L2_PIX_FMT_UYVY, PixelFormat::kUyvy, 1},
    {V4L2_PIX_FMT_YVYU, PixelFormat::kYvyu, 1},
    {V4L2_PIX_FMT_NV12, PixelFormat::kNv12, 1},
    {V4L2_PIX_FMT_NV21, PixelFormat::kNv21, 1},
    {V4L2_PIX_FMT_NV12M, PixelFormat::kNv12, 2},
    {V4L2_PIX_FMT_NV21M, PixelFormat::kNv21, 2},
    {V4L2_PIX_FMT_YUV420, PixelFormat::kYu12, 1},
    {V4L2_PIX_FMT_YVU420, PixelFormat::kYv12, 1},
    {V4L2_PIX_FMT_YUV420M, PixelFormat::kYu12, 3},
    {V4L2_PIX_FMT_YVU420M, PixelFormat::kYv12, 3},
    {V4L2_PIX_FMT_RGB24, PixelFormat::kRgb24, 1},
    {V4L2_PIX_FMT_BGR24, PixelFormat::kBgr24, 1},
    {V4L2_PIX_FMT_GREY, PixelFormat::kGrey, 1},
    {V4L2_PIX_FMT_MJPEG, PixelFormat::kMjpeg, 1},
    {V4L2_PIX_FMT_JPEG, PixelFormat::kMjpeg, 1},
};

const KnownFormat* Find(uint32_t fourcc) {
  const auto* known =
      std::find_if(std::begin(kKnown), std::end(kKnown),
                   [&](const KnownFormat& k) { return k.fourcc == fourcc; });
  return known == std::end(kKnown) ? nullptr : known;
}

// How a format's components share the picture.
struct Sampling {
  size_t components;
  size_t pixel_bytes;   // of the first component
  bool halved_rows;     // chroma has half the rows
  size_t chroma_bytes;  // a chroma row: this many bytes every two pixels
};

Sampling SamplingOf(PixelFormat format) {
  switch (format) {
    case PixelFormat::kYuyv:
    case PixelFormat::kUyvy:
    case PixelFormat::kYvyu:
      return {1, 2, false, 0};
    case PixelFormat::kNv12:
    case PixelFormat::kNv21:
      return {2, 1, true, 2};
    case PixelFormat::kYu12:
    case PixelFormat::kYv12:
      return {3, 1, true, 1};
    case PixelFormat::kRgb24:
    case PixelFormat::kBgr24:
      return {1, 3, false, 0};
    case PixelFormat::kGrey:
    case PixelFormat::kMjpeg:
      return {1, 1, false, 0};
  }
  CAMGLASS_CHECK(false);
}

// The bytes of a row of component c.
size_t RowBytes(const Sampling& sampling, size_t c, uint32_t width) {
  return c == 0 ? width * sampling.pixel_bytes
                : width / 2 * sampling.chroma_bytes;
}

Status BadFormat(const FrameFormat& format, const std::string& what) {
  return InvalidInput("a " + FourccText(format.fourcc) + " frame of " +
                      std::to_string(format.width) + "x" +
                      std::to_string(format.height) + " " + what);
}

}  // namespace

std::string FourccText(uint32_t fourcc) {
  std::string text;
  for (int i = 0; i < 4; ++i) {
    const auto c = static_cast<unsigned char>(fourcc >> (8 * i) & 0x7F);
    text += std::isprint(c) != 0 ? static_cast<char>(c) : '?';
  }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

std::optional<uint32_t> ParseFourcc(const std::string& text) {
  std::string upper;
  for (const char c : text)
    upper += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (upper == "MJPEG") return V4L2_PIX_FMT_MJPEG;
  if (upper == "RGB24") return V4L2_PIX_FMT_RGB24;
  if (upper == "BGR24") return V4L2_PIX_FMT_BGR24;
  if (upper.empty() || upper.size() > 4) return std::nullopt;
  upper.resize(4, ' ');
  uint32_t fourcc = 0;
  for (size_t i = 0; i < 4; ++i)
    fourcc |= uint32_t{static_cast<unsigned char>(upper[i])} << (8 * i);
  return fourcc;
}

std::optional<PixelFormat> PixelFormatOf(uint32_t fourcc) {
  const KnownFormat* known = Find(fourcc);
  if (known == nullptr) return std::nullopt;
  return known->format;
}

Status CheckFrameFormat(const FrameFormat& format) {
  const KnownFormat* known = Find(format.fourcc);
  if (known == nullptr)
    return Unsupported("frames of format " + FourccText(format.fourcc) +
                       " can't be decoded");
  if (format.width == 0 || format.height == 0 ||
      format.width > limits::kMaxFrameSide ||
      format.height > limits::kMaxFrameSide)
    return BadFormat(format, "has a side of 0 or beyond " +
                                 std::to_string(limits::kMaxFrameSide));
  if (format.planes != known->planes)
    return BadFormat(format, "can't have " + std::to_string(format.planes) +
                                 " memory planes");
  if (known->format == PixelFormat::kMjpeg) return Status();

  const Sampling sampling = SamplingOf(known->format);
  const bool packed_pairs = sampling.pixel_bytes == 2;
  if ((packed_pairs || sampling.halved_rows) && format.width % 2 != 0)
    return BadFormat(format, "has an odd width");
  if (sampling.halved_rows && format.height % 2 != 0)
    return BadFormat(format, "has an odd height");
  for (size_t plane = 0; plane < format.planes; ++plane) {
    if (format.stride[plane] < RowBytes(sampling, plane, format.width) ||
        format.stride[plane] > limits::kMaxStride)
      return BadFormat(format, "can't have rows of " +
                                   std::to_string(format.stride[plane]) +
                                   " bytes");
  }
  if (format.planes == 1 && sampling.components == 3 &&
      format.stride[0] % 2 != 0)
    return BadFormat(format, "has rows whose length can't be halved");
  return Status();
}

FrameLayout LayoutOf(const FrameFormat& format) {
  const KnownFormat* known = Find(format.fourcc);
  CAMGLASS_CHECK(known != nullptr && known->format != PixelFormat::kMjpeg);
  const Sampling sampling = SamplingOf(known->format);
  FrameLayout layout;
  layout.components = sampling.components;
  size_t offset = 0;
  for (size_t c = 0; c < sampling.components; ++c) {
    ComponentLayout& component = layout.component[c];
    const bool own_plane = format.planes > 1;
    component.plane = own_plane ? static_cast<uint32_t>(c) : 0;
    component.stride = format.stride[component.plane];
    if (!own_plane && c > 0 && sampling.components == 3) component.stride /= 2;
    component.rows =
        c > 0 && sampling.halved_rows ? format.height / 2 : format.height;
    component.row_bytes = RowBytes(sampling, c, format.width);
    component.offset = own_plane ? 0 : offset;
    offset += component.rows * component.stride;
  }
  return layout;
}

std::array<size_t, kMaxPlanes> PlaneBytesNeeded(const FrameFormat& format) {
  std::array<size_t, kMaxPlanes> needed = {};
  if (PixelFormatOf(format.fourcc) == PixelFormat::kMjpeg) return needed;
  const FrameLayout layout = LayoutOf(format);
  for (size_t c = 0; c < layout.components; ++c) {
    const ComponentLayout& component = layout.component[c];
    needed[component.plane] =
        std::max(needed[component.plane], component.end());
  }
  return needed;
}

std::span<const uint8_t> CapturedFrame::Plane(size_t i) const {
  size_t offset = 0;
  for (size_t p = 0; p < i; ++p) offset += plane_bytes[p];
  return std::span(bytes).subspan(offset, plane_bytes[i]);
}

}  // namespace camglass
