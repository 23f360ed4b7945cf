// Raw frames to RGB: colours against the written-out formulas, on every SIMD
// target; strides, planes, short frames.
#include "camapp/capture/frame_to_rgb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/videodev2.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "camapp/picture/kernels/yuv_rows.h"
#include "tests/capture/jpeg_samples.h"
#include "tests/capture/raw_frame.h"
#include "tests/every_target.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

class FrameToRgbTest : public EveryTargetTest {
 protected:
  FrameToRgb convert_;
  Picture picture_;
};
CAMGLASS_ON_EVERY_TARGET(FrameToRgbTest);

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
          const auto exact = ExactColour(s, V4L2_YCBCR_ENC_601, grey);
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
        const auto exact = ExactColour(SampleAt(y, x, false), c.matrix, c.full);
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

}  // namespace
}  // namespace camglass
