// The rule by which a mode is chosen, on lists as real cameras have them.
#include "camapp/capture/mode_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/videodev2.h>

#include "camapp/capture/mode_listing.h"
#include "tests/capture/fake_system.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

CaptureMode Mode(uint32_t fourcc, uint32_t w, uint32_t h,
                 std::vector<double> fps) {
  return {fourcc, w, h, std::move(fps)};
}

constexpr uint32_t kYuyv = V4L2_PIX_FMT_YUYV;
constexpr uint32_t kMjpg = V4L2_PIX_FMT_MJPEG;

// The usual USB 2 webcam: raw is slow where it is large.
std::vector<CaptureMode> Webcam() {
  return {Mode(kYuyv, 1280, 720, {10, 5}),  Mode(kYuyv, 640, 480, {30, 15}),
          Mode(kYuyv, 320, 240, {30}),      Mode(kMjpg, 1920, 1080, {30}),
          Mode(kMjpg, 1280, 720, {60, 30}), Mode(kMjpg, 640, 480, {30})};
}

std::string Best(const std::vector<CaptureMode>& modes, const ModeWish& wish) {
  const auto ranked = RankModes(modes, wish);
  if (ranked.empty()) return "none";
  const CaptureMode& m = ranked.front().mode;
  return ModeText(m.fourcc, m.width, m.height, 0);
}

TEST(ModeChoice, TakesTheSmallestLargeEnoughAndTheCheapestFormat) {
  EXPECT_EQ(Best(Webcam(), {}), "YUYV 640x480");
}

TEST(ModeChoice, TakesMjpegWhereRawIsTooSlow) {
  EXPECT_EQ(Best(Webcam(), {.width = 1280, .height = 720}), "MJPG 1280x720");
}

TEST(ModeChoice, TakesRawWhereItsRateIsEnough) {
  EXPECT_EQ(Best(Webcam(), {.width = 1280, .height = 720, .fps = 10}),
            "YUYV 1280x720");
}

TEST(ModeChoice, PrefersTheRateToTheSmallerSize) {
  const std::vector<CaptureMode> modes = {Mode(kYuyv, 640, 480, {5}),
                                          Mode(kMjpg, 1280, 720, {30})};
  EXPECT_EQ(Best(modes, {}), "MJPG 1280x720");
}

TEST(ModeChoice, TakesTheLargestWhereNoneIsLargeEnough) {
  EXPECT_EQ(Best(Webcam(), {.width = 4000, .height = 3000}), "MJPG 1920x1080");
}

TEST(ModeChoice, KeepsToTheFormatAskedFor) {
  EXPECT_EQ(Best(Webcam(), {.fourcc = kMjpg}), "MJPG 640x480");
  EXPECT_EQ(Best(Webcam(), {.fourcc = V4L2_PIX_FMT_NV12}), "none");
}

TEST(ModeChoice, IgnoresWhatItCannotDecode) {
  EXPECT_THAT(RankModes({Mode(V4L2_PIX_FMT_Y16, 640, 480, {30}),
                         Mode(V4L2_PIX_FMT_H264, 640, 480, {30})},
                        {}),
              IsEmpty());
  EXPECT_THAT(
      NoUsableMode("/dev/video0", {Mode(V4L2_PIX_FMT_Y16, 640, 480, {30})}, {}),
      HasSubstr("it has Y16"));
}

TEST(ModeChoice, ColourBeatsGrey) {
  const std::vector<CaptureMode> modes = {
      Mode(V4L2_PIX_FMT_GREY, 640, 480, {30}), Mode(kMjpg, 640, 480, {30})};
  EXPECT_EQ(Best(modes, {}), "MJPG 640x480");
}

TEST(ModeChoice, NominalRatesCount) {
  const std::vector<CaptureMode> modes = {Mode(kYuyv, 640, 480, {29.97}),
                                          Mode(kMjpg, 640, 480, {30})};
  EXPECT_EQ(Best(modes, {}), "YUYV 640x480");
}

TEST(ModeChoice, SaysWhy) {
  EXPECT_EQ(RankModes(Webcam(), {}).front().reason,
            "smallest size of at least 640x480 with 30 fps, cheapest format to "
            "decode");
  EXPECT_EQ(RankModes(Webcam(), {.width = 1280, .height = 720, .fps = 90})
                .front()
                .reason,
            "smallest size of at least 1280x720, no mode of that size reaches "
            "90 fps, cheapest format to decode");
}

TEST(ModeListing, ReadsWhatTheDriverLists) {
  FakeSystem system;
  FakeCamera camera;
  camera.modes = {{kYuyv, 640, 480, {15, 30}},
                  {kYuyv, 320, 240, {60}},
                  {kMjpg, 640, 480, {}}};
  system.Plug(0, camera);
  const auto device = Device::Open(system, "/dev/video0");
  ASSERT_TRUE(device.ok());
  const auto modes = (*device)->Modes(640, 480);
  ASSERT_TRUE(modes.ok());
  ASSERT_EQ(modes->size(), 3u);
  EXPECT_EQ((*modes)[0].fps, (std::vector<double>{30, 15}));
  EXPECT_EQ((*modes)[1].width, 320u);
  EXPECT_EQ((*modes)[2].max_fps(), 0);
}

TEST(Fourcc, NamesAndBack) {
  EXPECT_EQ(FourccText(kYuyv), "YUYV");
  EXPECT_EQ(FourccText(V4L2_PIX_FMT_Y16), "Y16");
  EXPECT_EQ(ParseFourcc("yuyv"), kYuyv);
  EXPECT_EQ(ParseFourcc("mjpeg"), kMjpg);
  EXPECT_EQ(ParseFourcc("rgb24"), uint32_t{V4L2_PIX_FMT_RGB24});
  EXPECT_EQ(ParseFourcc("Y16"), uint32_t{V4L2_PIX_FMT_Y16});
  EXPECT_FALSE(ParseFourcc("").has_value());
  EXPECT_FALSE(ParseFourcc("TOOLONG").has_value());
}

}  // namespace
}  // namespace camglass
