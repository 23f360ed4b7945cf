#include "tests/capture/raw_frame.h"

#include <algorithm>
#include <random>

namespace camglass {

Yuv SampleAt(size_t y, size_t x, bool halved) {
  const size_t cy = halved ? y / 2 : y;
  std::minstd_rand luma(static_cast<unsigned>(y * 7919 + x + 1));
  std::minstd_rand chroma(static_cast<unsigned>(cy * 104729 + x / 2 + 7));
  luma.discard(3);
  chroma.discard(3);
  const auto byte = [](std::minstd_rand& r) {
    return static_cast<uint8_t>(r() >> 8);
  };
  const uint8_t u = byte(chroma);
  const uint8_t v = byte(chroma);
  return {byte(luma), u, v};
}

std::array<double, 3> ExactColour(Yuv s, uint32_t matrix, bool full) {
  const double kr = matrix == V4L2_YCBCR_ENC_709 ? 0.2126 : 0.299;
  const double kb = matrix == V4L2_YCBCR_ENC_709 ? 0.0722 : 0.114;
  const double y = full ? s.y / 255.0 : (s.y - 16) / 219.0;
  const double pb = full ? (s.u - 128) / 255.0 : (s.u - 128) / 224.0;
  const double pr = full ? (s.v - 128) / 255.0 : (s.v - 128) / 224.0;
  const double r = y + 2 * (1 - kr) * pr;
  const double b = y + 2 * (1 - kb) * pb;
  const double g = (y - kr * r - kb * b) / (1 - kr - kb);
  const auto level = [](double v) { return std::clamp(v * 255, 0.0, 255.0); };
  return {level(r), level(g), level(b)};
}

RawFrame::RawFrame(uint32_t fourcc, uint32_t w, uint32_t h, uint32_t padding) {
  frame_.format = {.fourcc = fourcc, .width = w, .height = h};
  const bool separate =
      fourcc == V4L2_PIX_FMT_NV12M || fourcc == V4L2_PIX_FMT_NV21M ||
      fourcc == V4L2_PIX_FMT_YUV420M || fourcc == V4L2_PIX_FMT_YVU420M;
  switch (fourcc) {
    case V4L2_PIX_FMT_YUYV:
    case V4L2_PIX_FMT_UYVY:
    case V4L2_PIX_FMT_YVYU:
      Packed(2 * w + padding);
      break;
    case V4L2_PIX_FMT_NV12:
    case V4L2_PIX_FMT_NV12M:
      SemiPlanar(w + padding, false, separate);
      break;
    case V4L2_PIX_FMT_NV21:
    case V4L2_PIX_FMT_NV21M:
      SemiPlanar(w + padding, true, separate);
      break;
    case V4L2_PIX_FMT_YUV420:
    case V4L2_PIX_FMT_YUV420M:
      Planar(w + padding, false, separate);
      break;
    case V4L2_PIX_FMT_YVU420:
    case V4L2_PIX_FMT_YVU420M:
      Planar(w + padding, true, separate);
      break;
    default:
      Grey(w + padding);
      break;
  }
}

void RawFrame::Rows(uint32_t rows, uint32_t row_bytes, uint32_t stride,
                    const Fill& fill) {
  for (uint32_t y = 0; y < rows; ++y)
    for (uint32_t i = 0; i < stride; ++i)
      frame_.bytes.push_back(i < row_bytes ? fill(y, i) : 0xA5);
}

void RawFrame::EndPlane(uint32_t stride, bool separate) {
  const size_t plane = separate ? frame_.format.planes++ : 0;
  size_t before = 0;
  for (size_t p = 0; p < plane; ++p) before += frame_.plane_bytes[p];
  frame_.plane_bytes[plane] = frame_.bytes.size() - before;
  if (separate || frame_.format.stride[0] == 0)
    frame_.format.stride[plane] = stride;
}

void RawFrame::Packed(uint32_t stride) {
  const auto [w, h] = Size();
  const uint32_t fourcc = frame_.format.fourcc;
  Rows(h, 2 * w, stride, [&](size_t y, size_t i) {
    const Yuv s = SampleAt(y, i / 2, false);
    const bool second = i / 2 % 2 == 1;
    const bool luma = (i % 2 == 0) != (fourcc == V4L2_PIX_FMT_UYVY);
    if (luma) return s.y;
    return second != (fourcc == V4L2_PIX_FMT_YVYU) ? s.v : s.u;
  });
  EndPlane(stride, false);
}

void RawFrame::Luma(uint32_t stride, bool separate) {
  const auto [w, h] = Size();
  if (separate) frame_.format.planes = 0;
  Rows(h, w, stride,
       [&](size_t y, size_t i) { return SampleAt(y, i, halved_).y; });
  EndPlane(stride, separate);
}

void RawFrame::SemiPlanar(uint32_t stride, bool v_first, bool separate) {
  const auto [w, h] = Size();
  halved_ = true;
  Luma(stride, separate);
  Rows(h / 2, w, stride, [&](size_t y, size_t i) {
    const Yuv s = SampleAt(2 * y, i, true);
    return (i % 2 == 1) != v_first ? s.v : s.u;
  });
  EndPlane(stride, separate);
}

void RawFrame::Planar(uint32_t stride, bool v_first, bool separate) {
  const auto [w, h] = Size();
  halved_ = true;
  Luma(stride, separate);
  for (const bool v : {v_first, !v_first}) {
    Rows(h / 2, w / 2, stride / 2, [&](size_t y, size_t i) {
      const Yuv s = SampleAt(2 * y, 2 * i, true);
      return v ? s.v : s.u;
    });
    EndPlane(stride / 2, separate);
  }
}

}  // namespace camglass
