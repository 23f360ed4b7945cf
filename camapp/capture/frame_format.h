// What the bytes of a captured frame mean: V4L2's description of a picture,
// reduced to what decoding needs. Also what a recording stores of a frame.
#ifndef CAMGLASS_CAMAPP_CAPTURE_FRAME_FORMAT_H_
#define CAMGLASS_CAMAPP_CAPTURE_FRAME_FORMAT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/status.h"

namespace camglass {

inline constexpr size_t kMaxPlanes = 3;

// The pixel formats that we decode, whatever the number of memory planes.
enum class PixelFormat {
  kYuyv,
  kUyvy,
  kYvyu,
  kNv12,
  kNv21,
  kYu12,  // Y, U, V; chroma halved in both directions
  kYv12,  // Y, V, U
  kRgb24,
  kBgr24,
  kGrey,
  kMjpeg,
};

// fourcc and its text: four characters, blanks at the end left out.
std::string FourccText(uint32_t fourcc);
// From text such as "YUYV", "mjpg" or "MJPEG". None for anything that is not
// a fourcc or an alias of one.
std::optional<uint32_t> ParseFourcc(const std::string& text);

// None for a fourcc that we don't decode.
std::optional<PixelFormat> PixelFormatOf(uint32_t fourcc);

struct FrameFormat {
  uint32_t fourcc = 0;
  uint32_t width = 0;
  uint32_t height = 0;
  // Memory planes: 1 where all components share one buffer, as in NV12; their
  // number where each has its own, as in NM12.
  uint32_t planes = 1;
  // Bytes from row to row in each memory plane. With one memory plane the
  // chroma rows follow the luma's: as long (NV12), or half (YU12). Unused for
  // JPEG.
  std::array<uint32_t, kMaxPlanes> stride = {};
  // V4L2_COLORSPACE_*, V4L2_YCBCR_ENC_*, V4L2_QUANTIZATION_* as the driver
  // gave them; 0 is "default".
  uint32_t colorspace = 0;
  uint32_t ycbcr_enc = 0;
  uint32_t quantization = 0;

  bool operator==(const FrameFormat&) const = default;
};

// Fails where we can't decode the format, or its numbers contradict each other
// or limits.h: zero or huge sides, a stride below one row, odd sides of a
// format with shared chroma, a wrong number of planes.
Status CheckFrameFormat(const FrameFormat& format);

// One component's samples in memory: rows of row_bytes, stride apart.
struct ComponentLayout {
  uint32_t plane = 0;  // of the memory planes
  size_t offset = 0;   // of its first row
  size_t stride = 0;
  size_t rows = 0;
  size_t row_bytes = 0;

  size_t end() const {
    return rows == 0 ? offset : offset + (rows - 1) * stride + row_bytes;
  }
};

// Where the components lie: one for packed formats and GREY, two for NV12, in
// the order of memory. Of a checked format that is not JPEG.
struct FrameLayout {
  std::array<ComponentLayout, kMaxPlanes> component = {};
  size_t components = 1;
};
FrameLayout LayoutOf(const FrameFormat& format);

// Bytes that each memory plane must have for the frame to be whole.
std::array<size_t, kMaxPlanes> PlaneBytesNeeded(const FrameFormat& format);

// A frame as it came: format, memory planes, time.
struct CapturedFrame {
  FrameFormat format;
  std::vector<uint8_t> bytes;  // the planes, one after another
  std::array<size_t, kMaxPlanes> plane_bytes = {};
  int64_t timestamp_ns = 0;  // CLOCK_MONOTONIC at capture
  bool has_time = true;      // false: the camera's own time was nonsense
  uint32_t sequence = 0;     // the driver's count; gaps are lost frames
  std::string picture;       // the file, where each frame is one; else empty

  // Memory plane i.
  std::span<const uint8_t> Plane(size_t i) const;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_FRAME_FORMAT_H_
