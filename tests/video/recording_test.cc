#include "camapp/video/recording.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/videodev2.h>

#include <fstream>
#include <iterator>
#include <string>

#include "camapp/capture/frame_to_rgb.h"
#include "camapp/capture/limits.h"

namespace camglass {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using Bytes = std::vector<uint8_t>;

// Every field has a value of its own.
CapturedFrame TestFrame(uint32_t seed) {
  CapturedFrame frame;
  frame.format = {.fourcc = V4L2_PIX_FMT_NV12M,
                  .width = 4 + seed,
                  .height = 2,
                  .planes = 2,
                  .stride = {8, 6, 0},
                  .colorspace = 1,
                  .ycbcr_enc = 2,
                  .quantization = 3};
  frame.sequence = 70000 + seed;
  frame.timestamp_ns = -5'000'000'000 + seed;
  frame.plane_bytes = {16, 6, 0};
  for (uint32_t i = 0; i < 22; ++i)
    frame.bytes.push_back(static_cast<uint8_t>(i * 7 + seed));
  return frame;
}

void Append(std::span<const uint8_t> part, Bytes* file) {
  file->insert(file->end(), part.begin(), part.end());
}

Bytes Recording(const std::vector<CapturedFrame>& frames) {
  Bytes file;
  Append(RecordingHeader(), &file);
  for (const CapturedFrame& frame : frames) {
    Append(FrameHeaderOf(frame), &file);
    Append(frame.bytes, &file);
  }
  return file;
}

void ExpectSame(const CapturedFrame& got, const CapturedFrame& want) {
  EXPECT_EQ(got.format, want.format);
  EXPECT_EQ(got.sequence, want.sequence);
  EXPECT_EQ(got.timestamp_ns, want.timestamp_ns);
  EXPECT_EQ(got.plane_bytes, want.plane_bytes);
  EXPECT_EQ(got.bytes, want.bytes);
}

// Whole frames before the end or the first error, which goes into *error.
size_t WholeFrames(std::span<const uint8_t> file, Status* error) {
  InputStream stream = InputStream::Over(file);
  *error = ReadRecordingHeader(stream);
  if (!error->ok()) return 0;
  CapturedFrame frame;
  for (size_t frames = 0;; ++frames) {
    const auto more = ReadRecordedFrame(stream, &frame);
    *error = more.ok() ? Status() : more.status();
    if (!more.ok() || !*more) return frames;
  }
}

TEST(Recording, EveryBitOfAFrameComesBack) {
  const std::vector<CapturedFrame> frames = {TestFrame(0), TestFrame(1)};
  const Bytes file = Recording(frames);
  InputStream stream = InputStream::Over(file);
  ASSERT_TRUE(ReadRecordingHeader(stream).ok());
  CapturedFrame got;
  for (const CapturedFrame& want : frames) {
    const auto more = ReadRecordedFrame(stream, &got);
    ASSERT_TRUE(more.ok()) << more.status().message();
    ASSERT_TRUE(*more);
    ExpectSame(got, want);
  }
  EXPECT_FALSE(*ReadRecordedFrame(stream, &got));
}

// A file that make_data.py wrote by FORMAT.md.
TEST(Recording, AnotherWritersFileIsRead) {
  std::ifstream in(CAMGLASS_VIDEO_DATA "/three.rec", std::ios::binary);
  const Bytes file(std::istreambuf_iterator<char>(in), {});
  InputStream stream = InputStream::Over(file);
  ASSERT_TRUE(ReadRecordingHeader(stream).ok());
  Picture picture;
  for (const char* fourcc : {"YUYV", "NM12", "MJPG"}) {
    CapturedFrame frame;
    const auto more = ReadRecordedFrame(stream, &frame);
    ASSERT_TRUE(more.ok() && *more);
    EXPECT_EQ(FourccText(frame.format.fourcc), fourcc);
    EXPECT_TRUE(FrameToRgb().Convert(frame, &picture).ok());
  }
}

// FORMAT.md, byte by byte.
TEST(Recording, LiesInTheFileAsDocumented) {
  const Bytes file = Recording({TestFrame(0)});
  const std::string text(file.begin(), file.end());
  EXPECT_EQ(text.substr(0, 8), "CAMGREC1");
  EXPECT_EQ(text.substr(8, 8), std::string(8, '\0'));
  EXPECT_EQ(text.substr(16, 8), "FRAMNM12");
  const auto at = [&](size_t offset, size_t count) {
    return Bytes(file.begin() + 16 + static_cast<ptrdiff_t>(offset),
                 file.begin() + 16 + static_cast<ptrdiff_t>(offset + count));
  };
  EXPECT_THAT(at(8, 4), ElementsAreArray({4, 0, 0, 0}));
  EXPECT_THAT(at(16, 4), ElementsAreArray({2, 0, 0, 0}));
  EXPECT_THAT(at(20, 12),
              ElementsAreArray({8, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_THAT(at(44, 4), ElementsAreArray({0x70, 0x11, 0x01, 0}));
  EXPECT_THAT(at(48, 8), ElementsAreArray(
                             {0x00, 0x0e, 0xfa, 0xd5, 0xfe, 0xff, 0xff, 0xff}));
  EXPECT_THAT(at(56, 2), ElementsAreArray({16, 0}));
  EXPECT_THAT(at(80, 8), ElementsAreArray({0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(file.size(), 16u + 88 + 22);
}

TEST(Recording, CutAnywhereItHasTheWholeFramesBeforeTheCut) {
  const Bytes file = Recording({TestFrame(0), TestFrame(1)});
  const size_t frame = 88 + 22;
  for (size_t length = 0; length <= file.size(); ++length) {
    Status error;
    const size_t whole = WholeFrames(std::span(file).first(length), &error);
    EXPECT_EQ(whole, length < 16 ? 0 : (length - 16) / frame) << length;
    const bool at_an_end = length >= 16 && (length - 16) % frame == 0;
    EXPECT_EQ(error.ok(), at_an_end) << length;
    if (error.ok() || length < 16) continue;
    EXPECT_THAT(std::string(error.message()), HasSubstr("damaged at byte"));
  }
}

TEST(Recording, AnyChangedHeaderByteIsSurvived) {
  const Bytes file = Recording({TestFrame(0), TestFrame(1)});
  for (size_t at = 0; at < 16 + 88; ++at) {
    for (const uint8_t flip : {0x01, 0x80, 0xff}) {
      Bytes changed = file;
      changed[at] ^= flip;
      Status error;
      WholeFrames(changed, &error);
      EXPECT_TRUE(at >= 20 || !error.ok()) << at;
    }
  }
}

TEST(Recording, AFrameBeyondTheLimitIsRefusedBeforeMemoryIsTaken) {
  CapturedFrame frame = TestFrame(0);
  frame.plane_bytes = {limits::kMaxFrameBytes, 0, 0};
  Status error;
  EXPECT_EQ(WholeFrames(Recording({frame}), &error), 0u);
  EXPECT_THAT(std::string(error.message()), HasSubstr("middle of a frame"));
  frame.plane_bytes = {limits::kMaxFrameBytes, 1, 0};
  EXPECT_EQ(WholeFrames(Recording({frame}), &error), 0u);
  EXPECT_THAT(std::string(error.message()), HasSubstr("more than"));
  frame.plane_bytes = {~size_t{0}, ~size_t{0}, 2};
  EXPECT_EQ(WholeFrames(Recording({frame}), &error), 0u);
  EXPECT_THAT(std::string(error.message()), HasSubstr("more than"));
}

}  // namespace
}  // namespace camglass
