#include "camapp/video/y4m.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/videodev2.h>

#include <string>

#include "camapp/capture/frame_to_rgb.h"
#include "tests/capture/jpeg_samples.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

std::vector<uint8_t> BytesOf(const std::string& text) {
  return {text.begin(), text.end()};
}

StatusOr<Y4mHeader> HeaderOf(const std::string& line) {
  const auto bytes = BytesOf(line);
  InputStream stream = InputStream::Over(bytes);
  return ReadY4mHeader(stream);
}

TEST(Y4m, HeaderSaysSizeRateAndRange) {
  const auto header = HeaderOf(
      "YUV4MPEG2 W6 H4 F30000:1001 Ip A1:1 C420mpeg2 "
      "XCOLORRANGE=FULL\n");
  ASSERT_TRUE(header.ok()) << header.status().message();
  EXPECT_EQ(header->format.width, 6u);
  EXPECT_EQ(header->format.height, 4u);
  EXPECT_NEAR(header->fps, 29.97, 0.001);
  EXPECT_EQ(header->format.quantization,
            static_cast<uint32_t>(V4L2_QUANTIZATION_FULL_RANGE));
  EXPECT_EQ(header->plane_bytes, (std::array<size_t, 3>{24, 6, 6}));
}

TEST(Y4m, HeadersThatCanNotBeReadSaySo) {
  for (const char* line :
       {"YUV4MPEG2 W6 H4", "YUV4MPEG2 W0 H4\n", "YUV4MPEG2 H4\n",
        "YUV4MPEG2 W-6 H4\n", "YUV4MPEG2 W6 H99999\n", "YUV3 W6 H4\n",
        "YUV4MPEG2 W6 H4 C422\n", "YUV4MPEG2 W6 H4 C420p10\n",
        "YUV4MPEG2 W99999999999 H4\n"}) {
    const auto header = HeaderOf(line);
    EXPECT_FALSE(header.ok()) << line;
    if (header.ok()) continue;
    EXPECT_THAT(std::string(header.status().message()), HasSubstr("Y4M"));
  }
}

// Encoded and decoded again, a smooth picture keeps its colours; odd sides are
// made even.
TEST(Y4m, RoundTrip) {
  for (const Extent size : {Extent{48, 64}, {47, 63}}) {
    const Picture picture = SamplePicture(size.h, size.w);
    Y4mEncoder encoder(size, 30);
    std::string file = encoder.Header();
    const auto& frame_bytes = encoder.Frame(picture);
    file.append(frame_bytes.begin(), frame_bytes.end());
    const auto bytes = BytesOf(file);
    InputStream stream = InputStream::Over(bytes);
    const auto header = ReadY4mHeader(stream);
    ASSERT_TRUE(header.ok()) << header.status().message();
    CapturedFrame frame;
    ASSERT_TRUE(*ReadY4mFrame(stream, *header, &frame));
    Picture decoded;
    ASSERT_TRUE(FrameToRgb().Convert(frame, &decoded).ok());
    EXPECT_EQ(decoded.h, size.h + size.h % 2);
    EXPECT_EQ(decoded.w, size.w + size.w % 2);
    double sum = 0;
    for (size_t y = 0; y < size.h; ++y)
      for (size_t i = 0; i < size.w * 3; ++i)
        sum += std::abs(int{picture.Row(y)[i]} - int{decoded.Row(y)[i]});
    // Rounding to limited range costs a level or two, halved chroma more at
    // the picture's edges.
    EXPECT_LT(sum / static_cast<double>(size.h * size.w * 3), 6.0);
    EXPECT_FALSE(*ReadY4mFrame(stream, *header, &frame));
  }
}

TEST(Y4m, CutAnywhereIsAnErrorOrTheEnd) {
  Y4mEncoder encoder({4, 6}, 25);
  std::string file = encoder.Header();
  const size_t first = file.size();
  const auto& frame_bytes = encoder.Frame(RandomPicture(4, 6, 1));
  file.append(frame_bytes.begin(), frame_bytes.end());
  for (size_t length = 0; length < file.size(); ++length) {
    const auto bytes = BytesOf(file.substr(0, length));
    InputStream stream = InputStream::Over(bytes);
    const auto header = ReadY4mHeader(stream);
    EXPECT_EQ(header.ok(), length >= first) << length;
    if (!header.ok()) continue;
    CapturedFrame frame;
    const auto more = ReadY4mFrame(stream, *header, &frame);
    EXPECT_EQ(more.ok() && !*more, length == first) << length;
    EXPECT_EQ(more.ok(), length == first) << length;
  }
}

}  // namespace
}  // namespace camglass
