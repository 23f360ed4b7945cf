// Raw frames as cameras send them, and what colours they have.
#ifndef CAMGLASS_TESTS_CAPTURE_RAW_FRAME_H_
#define CAMGLASS_TESTS_CAPTURE_RAW_FRAME_H_

#include <linux/videodev2.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#include "camapp/capture/frame_to_rgb.h"

namespace camglass {

inline constexpr uint32_t kYuvFormats[] = {
    V4L2_PIX_FMT_YUYV,    V4L2_PIX_FMT_UYVY,    V4L2_PIX_FMT_YVYU,
    V4L2_PIX_FMT_NV12,    V4L2_PIX_FMT_NV21,    V4L2_PIX_FMT_YUV420,
    V4L2_PIX_FMT_YVU420,  V4L2_PIX_FMT_NV12M,   V4L2_PIX_FMT_NV21M,
    V4L2_PIX_FMT_YUV420M, V4L2_PIX_FMT_YVU420M, V4L2_PIX_FMT_GREY};

struct Yuv {
  uint8_t y, u, v;
};

// The samples that a pixel of a test picture has; chroma is the same within
// each pair, and within each block of two lines where `halved`.
Yuv SampleAt(size_t y, size_t x, bool halved);

// The colour in levels of 0 to 255, by ITU-R BT.601 and BT.709, written out
// from the recommendations.
std::array<double, 3> ExactColour(Yuv s, uint32_t matrix, bool full);

// A frame of one of kYuvFormats, made of SampleAt's by the formats' definitions
// in the kernel's documentation.
class RawFrame {
 public:
  // padding: bytes behind each row of luma.
  RawFrame(uint32_t fourcc, uint32_t w, uint32_t h, uint32_t padding);

  CapturedFrame& frame() { return frame_; }
  // Whether chroma has half the lines.
  bool halved() const { return halved_; }

 private:
  using Fill = std::function<uint8_t(size_t y, size_t i)>;

  // Appends rows; the padding after each can't be mistaken for a sample.
  void Rows(uint32_t rows, uint32_t row_bytes, uint32_t stride,
            const Fill& fill);
  void EndPlane(uint32_t stride, bool separate);
  void Packed(uint32_t stride);
  void Luma(uint32_t stride, bool separate);
  void SemiPlanar(uint32_t stride, bool v_first, bool separate);
  void Planar(uint32_t stride, bool v_first, bool separate);
  void Grey(uint32_t stride) { Luma(stride, false); }
  std::pair<uint32_t, uint32_t> Size() const {
    return {frame_.format.width, frame_.format.height};
  }

  CapturedFrame frame_;
  bool halved_ = false;
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_CAPTURE_RAW_FRAME_H_
