// JPEG frames to RGB: good, spoilt, and of another size than announced.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/videodev2.h>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "camapp/capture/frame_to_rgb.h"
#include "camapp/picture/decode.h"
#include "tests/capture/jpeg_samples.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

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

// Down to the last byte of its data; the end marker's two bytes carry nothing.
TEST(JpegFrames, CutAtAnyByteIsDamaged) {
  const std::vector<uint8_t> jpeg = SampleJpeg(SamplePicture(24, 40));
  FrameToRgb convert;
  Picture picture;
  for (size_t size = 0; size < jpeg.size() - 2; ++size)
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
