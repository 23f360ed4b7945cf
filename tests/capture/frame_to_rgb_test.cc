// Captured bytes to RGB: colours against the written-out formulas, on every
// SIMD target; strides, planes, short frames; JPEG frames good and bad.
#include "camapp/capture/frame_to_rgb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/videodev2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <random>

#include "camapp/picture/decode.h"
#include "camapp/picture/kernels/yuv_rows.h"
#include "tests/capture/jpeg_samples.h"
#include "tests/every_target.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

struct Yuv {
  uint8_t y, u, v;
};

// The samples that a pixel of a test picture has; chroma is the same within
// each pair, and within each block of two lines where `halved`.
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

// ITU-R BT.601 and BT.709, written out from the recommendations.
std::array<double, 3> Exact(Yuv s, uint32_t matrix, bool full) {
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

// A raw frame, made sample by sample from the formats' definitions in the
// kernel's documentation.
class RawFrame {
 public:
  RawFrame(uint32_t fourcc, uint32_t w, uint32_t h, uint32_t padding) {
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
  CapturedFrame& frame() { return frame_; }
  bool halved() const { return halved_; }

 private:
  using Fill = std::function<uint8_t(size_t y, size_t i)>;

  // Appends rows; the padding behind each is no sample's value by accident.
  void Rows(uint32_t rows, uint32_t row_bytes, uint32_t stride,
            const Fill& fill) {
    for (uint32_t y = 0; y < rows; ++y)
      for (uint32_t i = 0; i < stride; ++i)
        frame_.bytes.push_back(i < row_bytes ? fill(y, i) : 0xA5);
  }
  void EndPlane(uint32_t stride, bool separate) {
    const size_t plane = separate ? frame_.format.planes++ : 0;
    size_t before = 0;
    for (size_t p = 0; p < plane; ++p) before += frame_.plane_bytes[p];
    frame_.plane_bytes[plane] = frame_.bytes.size() - before;
    if (separate || frame_.format.stride[0] == 0)
      frame_.format.stride[plane] = stride;
  }

  void Packed(uint32_t stride) {
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
  void Luma(uint32_t stride, bool separate) {
    const auto [w, h] = Size();
    if (separate) frame_.format.planes = 0;
    Rows(h, w, stride,
         [&](size_t y, size_t i) { return SampleAt(y, i, halved_).y; });
    EndPlane(stride, separate);
  }
  void SemiPlanar(uint32_t stride, bool v_first, bool separate) {
    const auto [w, h] = Size();
    halved_ = true;
    Luma(stride, separate);
    Rows(h / 2, w, stride, [&](size_t y, size_t i) {
      const Yuv s = SampleAt(2 * y, i, true);
      return (i % 2 == 1) != v_first ? s.v : s.u;
    });
    EndPlane(stride, separate);
  }
  void Planar(uint32_t stride, bool v_first, bool separate) {
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
  void Grey(uint32_t stride) { Luma(stride, false); }
  std::pair<uint32_t, uint32_t> Size() const {
    return {frame_.format.width, frame_.format.height};
  }

  CapturedFrame frame_;
  bool halved_ = false;
};

class FrameToRgbTest : public EveryTargetTest {
 protected:
  FrameToRgb convert_;
  Picture picture_;
};
CAMGLASS_ON_EVERY_TARGET(FrameToRgbTest);

constexpr uint32_t kYuvFormats[] = {
    V4L2_PIX_FMT_YUYV,    V4L2_PIX_FMT_UYVY,    V4L2_PIX_FMT_YVYU,
    V4L2_PIX_FMT_NV12,    V4L2_PIX_FMT_NV21,    V4L2_PIX_FMT_YUV420,
    V4L2_PIX_FMT_YVU420,  V4L2_PIX_FMT_NV12M,   V4L2_PIX_FMT_NV21M,
    V4L2_PIX_FMT_YUV420M, V4L2_PIX_FMT_YVU420M, V4L2_PIX_FMT_GREY};

TEST_P(FrameToRgbTest, ColoursFollowTheFormulaInEveryFormat) {
  for (const uint32_t fourcc : kYuvFormats) {
    for (const uint32_t width : {2u, 30u, 64u, 130u, 386u}) {
      SCOPED_TRACE(FourccText(fourcc) + " " + std::to_string(width));
      RawFrame raw(fourcc, width, 4, width == 64 ? 6 : 0);
      const Status status = convert_.Convert(raw.frame(), &picture_);
      ASSERT_TRUE(status.ok()) << status.message();
      ASSERT_EQ(picture_.w, width);
      double worst = 0;
      for (size_t y = 0; y < 4; ++y)
        for (size_t x = 0; x < width; ++x) {
          Yuv s = SampleAt(y, x, raw.halved());
          const bool grey = fourcc == V4L2_PIX_FMT_GREY;
          if (grey) s.u = s.v = 128;
          const auto exact = Exact(s, V4L2_YCBCR_ENC_601, grey);
          for (size_t ch = 0; ch < 3; ++ch)
            worst = std::max(worst,
                             std::abs(picture_.Row(y)[3 * x + ch] - exact[ch]));
        }
      // Half a level of rounding, and less than half of fixed point.
      EXPECT_LT(worst, 0.75);
    }
  }
}

TEST_P(FrameToRgbTest, MatrixAndRangeComeFromTheDriversFields) {
  struct Case {
    uint32_t colorspace, encoding, quantization;
    uint32_t matrix;
    bool full;
  };
  const Case cases[] = {
      {0, 0, 0, V4L2_YCBCR_ENC_601, false},
      {V4L2_COLORSPACE_SRGB, 0, 0, V4L2_YCBCR_ENC_601, false},
      {V4L2_COLORSPACE_JPEG, 0, 0, V4L2_YCBCR_ENC_601, true},
      {V4L2_COLORSPACE_REC709, 0, 0, V4L2_YCBCR_ENC_709, false},
      {V4L2_COLORSPACE_SRGB, V4L2_YCBCR_ENC_709, V4L2_QUANTIZATION_FULL_RANGE,
       V4L2_YCBCR_ENC_709, true},
      {V4L2_COLORSPACE_JPEG, 0, V4L2_QUANTIZATION_LIM_RANGE, V4L2_YCBCR_ENC_601,
       false},
      {V4L2_COLORSPACE_REC709, V4L2_YCBCR_ENC_601, 0, V4L2_YCBCR_ENC_601,
       false},
  };
  for (const Case& c : cases) {
    RawFrame raw(V4L2_PIX_FMT_YUYV, 128, 8, 0);
    raw.frame().format.colorspace = c.colorspace;
    raw.frame().format.ycbcr_enc = c.encoding;
    raw.frame().format.quantization = c.quantization;
    ASSERT_TRUE(convert_.Convert(raw.frame(), &picture_).ok());
    double worst = 0;
    for (size_t y = 0; y < 8; ++y)
      for (size_t x = 0; x < 128; ++x) {
        const auto exact = Exact(SampleAt(y, x, false), c.matrix, c.full);
        for (size_t ch = 0; ch < 3; ++ch)
          worst = std::max(worst,
                           std::abs(picture_.Row(y)[3 * x + ch] - exact[ch]));
      }
    EXPECT_LT(worst, 0.75) << c.colorspace << " " << c.encoding << " "
                           << c.quantization;
  }
}

// All 2^24 samples by the scalar definition would take long; all lumas with
// the extreme chromas, where the sums are greatest, do not.
TEST_P(FrameToRgbTest, ExtremesSaturateLikeTheDefinition) {
  for (const auto& [u, v] : {std::pair<int, int>{0, 0},
                             {255, 255},
                             {0, 255},
                             {255, 0},
                             {128, 128}}) {
    std::vector<uint8_t> row(512);
    for (size_t x = 0; x < 256; ++x) {
      row[2 * x] = static_cast<uint8_t>(x);
      row[2 * x + 1] = static_cast<uint8_t>(x % 2 == 0 ? u : v);
    }
    for (const double kr : {0.299, 0.2126, 0.2627})
      for (const bool full : {false, true}) {
        const YuvCoefficients c = MakeYuvCoefficients(kr, 0.0593, full);
        std::vector<uint8_t> rgb(768), expected(768);
        PackedYuvRow(row.data(), PackedOrder::kYuyv, 256, c, rgb.data());
        for (size_t x = 0; x < 256; ++x)
          YuvPixel(static_cast<uint8_t>(x), static_cast<uint8_t>(u),
                   static_cast<uint8_t>(v), c, expected.data() + 3 * x);
        EXPECT_EQ(rgb, expected);
      }
  }
}

TEST_P(FrameToRgbTest, RgbIsCopiedAndBgrTurned) {
  const Picture sample = SamplePicture(5, 101);
  CapturedFrame frame;
  frame.format = {.fourcc = V4L2_PIX_FMT_RGB24, .width = 101, .height = 5};
  frame.format.stride[0] = 303 + 9;
  for (size_t y = 0; y < 5; ++y) {
    frame.bytes.insert(frame.bytes.end(), sample.Row(y), sample.Row(y) + 303);
    frame.bytes.insert(frame.bytes.end(), 9, 0xEE);
  }
  frame.plane_bytes[0] = frame.bytes.size();
  ASSERT_TRUE(convert_.Convert(frame, &picture_).ok());
  EXPECT_EQ(picture_.rgb, sample.rgb);
  frame.format.fourcc = V4L2_PIX_FMT_BGR24;
  ASSERT_TRUE(convert_.Convert(frame, &picture_).ok());
  for (size_t i = 0; i < sample.rgb.size(); ++i)
    ASSERT_EQ(picture_.rgb[i], sample.rgb[i / 3 * 3 + 2 - i % 3]);
}

TEST_P(FrameToRgbTest, LimitedRangeRgbIsStretched) {
  CapturedFrame frame;
  frame.format = {.fourcc = V4L2_PIX_FMT_RGB24, .width = 4, .height = 1};
  frame.format.stride[0] = 12;
  frame.format.quantization = V4L2_QUANTIZATION_LIM_RANGE;
  frame.bytes = {16, 235, 0, 255, 126, 125, 17, 234, 16, 235, 16, 235};
  frame.plane_bytes[0] = 12;
  ASSERT_TRUE(convert_.Convert(frame, &picture_).ok());
  EXPECT_EQ(picture_.rgb, (std::vector<uint8_t>{0, 255, 0, 255, 128, 127, 1,
                                                254, 0, 255, 0, 255}));
}

TEST(FrameToRgb, AnyMissingByteIsAShortFrame) {
  FrameToRgb convert;
  Picture picture;
  for (const uint32_t fourcc : kYuvFormats) {
    RawFrame raw(fourcc, 16, 8, 4);
    const CapturedFrame& whole = raw.frame();
    const auto needed = PlaneBytesNeeded(whole.format);
    for (size_t p = 0; p < whole.format.planes; ++p) {
      CapturedFrame cut = whole;
      cut.plane_bytes[p] = needed[p];
      EXPECT_TRUE(convert.Convert(cut, &picture).ok()) << FourccText(fourcc);
      cut.plane_bytes[p] = needed[p] - 1;
      EXPECT_THAT(convert.Convert(cut, &picture).message(),
                  HasSubstr("short frame"));
    }
  }
}

TEST(FrameToRgb, ContradictingNumbersAreRefused) {
  const auto refused = [](const FrameFormat& format) {
    return !CheckFrameFormat(format).ok();
  };
  FrameFormat good = {.fourcc = V4L2_PIX_FMT_YUYV, .width = 16, .height = 8};
  good.stride[0] = 32;
  ASSERT_FALSE(refused(good));
  for (const auto& spoil : std::vector<std::function<void(FrameFormat&)>>{
           [](FrameFormat& f) { f.width = 0; },
           [](FrameFormat& f) { f.height = 0; },
           [](FrameFormat& f) { f.width = 15; },
           [](FrameFormat& f) { f.width = 8194, f.stride[0] = 16388; },
           [](FrameFormat& f) { f.height = 8193; },
           [](FrameFormat& f) { f.stride[0] = 31; },
           [](FrameFormat& f) { f.stride[0] = 0xFFFFFFFF; },
           [](FrameFormat& f) { f.planes = 2; },
           [](FrameFormat& f) { f.planes = 0; },
           [](FrameFormat& f) { f.fourcc = V4L2_PIX_FMT_Y16; }}) {
    FrameFormat format = good;
    spoil(format);
    EXPECT_TRUE(refused(format));
  }
  FrameFormat halved = {.fourcc = V4L2_PIX_FMT_NV12, .width = 16, .height = 7};
  halved.stride[0] = 16;
  EXPECT_TRUE(refused(halved));
}

CapturedFrame JpegFrame(std::vector<uint8_t> jpeg) {
  CapturedFrame frame;
  frame.format = {.fourcc = V4L2_PIX_FMT_MJPEG, .width = 640, .height = 480};
  frame.plane_bytes[0] = jpeg.size();
  frame.bytes = std::move(jpeg);
  return frame;
}

TEST(JpegFrames, DecodeAsFilesDo) {
  const std::vector<uint8_t> jpeg = SampleJpeg(SamplePicture(61, 83));
  const auto expected = DecodePicture(jpeg, {});
  ASSERT_TRUE(expected.ok());
  FrameToRgb convert;
  Picture picture;
  for (int round = 0; round < 3; ++round) {
    ASSERT_TRUE(convert.Convert(JpegFrame(jpeg), &picture).ok());
    EXPECT_EQ(picture.rgb, expected->rgb);
  }
}

TEST(JpegFrames, MissingHuffmanTablesAreTheStandardOnes) {
  const std::vector<uint8_t> jpeg = SampleJpeg(SamplePicture(48, 64));
  const std::vector<uint8_t> bare = WithoutSegments(jpeg, 0xC4);
  ASSERT_LT(bare.size(), jpeg.size());
  FrameToRgb convert;
  Picture with, without;
  ASSERT_TRUE(convert.Convert(JpegFrame(bare), &without).ok());
  ASSERT_TRUE(convert.Convert(JpegFrame(jpeg), &with).ok());
  EXPECT_EQ(with.rgb, without.rgb);
}

// Otherwise a frame's picture would depend on the frames before it.
TEST(JpegFrames, TablesOfAnEarlierFrameAreNotUsed) {
  const std::vector<uint8_t> jpeg = SampleJpeg(SamplePicture(48, 64));
  FrameToRgb convert;
  Picture picture;
  ASSERT_TRUE(convert.Convert(JpegFrame(jpeg), &picture).ok());
  EXPECT_FALSE(
      convert.Convert(JpegFrame(WithoutSegments(jpeg, 0xDB)), &picture).ok());
  // Progressive frames bring tables of their own that are not standard.
  ASSERT_TRUE(convert
                  .Convert(JpegFrame(ProgressiveJpeg(SamplePicture(48, 64, 9))),
                           &picture)
                  .ok());
  Picture again;
  ASSERT_TRUE(
      convert.Convert(JpegFrame(WithoutSegments(jpeg, 0xC4)), &again).ok());
  ASSERT_TRUE(convert.Convert(JpegFrame(jpeg), &picture).ok());
  EXPECT_EQ(picture.rgb, again.rgb);
}

TEST(JpegFrames, PaddingBehindThePictureIsIgnored) {
  std::vector<uint8_t> jpeg = SampleJpeg(SamplePicture(48, 64));
  FrameToRgb convert;
  Picture plain, padded;
  ASSERT_TRUE(convert.Convert(JpegFrame(jpeg), &plain).ok());
  jpeg.insert(jpeg.end(), 5000, 0);
  jpeg.insert(jpeg.end(), {0xFF, 0xD8, 0xFF, 0xC4});
  ASSERT_TRUE(convert.Convert(JpegFrame(jpeg), &padded).ok());
  EXPECT_EQ(plain.rgb, padded.rgb);
}

TEST(JpegFrames, CutAtAnyByteIsDamaged) {
  const std::vector<uint8_t> jpeg = SampleJpeg(SamplePicture(24, 40));
  FrameToRgb convert;
  Picture picture;
  for (size_t size = 0; size < jpeg.size(); ++size)
    ASSERT_FALSE(
        convert
            .Convert(JpegFrame({jpeg.begin(),
                                jpeg.begin() + static_cast<ptrdiff_t>(size)}),
                     &picture)
            .ok())
        << size;
  EXPECT_TRUE(convert.Convert(JpegFrame(jpeg), &picture).ok());
}

TEST(JpegFrames, AnotherSizeThanAnnouncedIsItsOwn) {
  FrameToRgb convert;
  Picture picture;
  for (const size_t side : {17u, 200u, 16u}) {
    ASSERT_TRUE(
        convert
            .Convert(JpegFrame(SampleJpeg(SamplePicture(side, 32))), &picture)
            .ok());
    EXPECT_EQ(picture.h, side);
  }
}

TEST(JpegFrames, TooLargeIsRefusedBeforeMemoryIsTaken) {
  std::vector<uint8_t> jpeg = SampleJpeg(SamplePicture(16, 16));
  // The frame header's height, behind marker, length and precision.
  for (size_t i = 0; i + 9 < jpeg.size(); ++i)
    if (jpeg[i] == 0xFF && jpeg[i + 1] == 0xC0) jpeg[i + 5] = 0xFF;
  FrameToRgb convert;
  Picture picture;
  EXPECT_THAT(convert.Convert(JpegFrame(jpeg), &picture).message(),
              HasSubstr("too large"));
  EXPECT_TRUE(picture.rgb.empty());
}

}  // namespace
}  // namespace camglass
