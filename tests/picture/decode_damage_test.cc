// Damaged pictures give an error, never wrong pixels and never a crash.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "camapp/picture/decode.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

using ::testing::Not;

class EveryFormat : public ::testing::TestWithParam<const char*> {};

TEST_P(EveryFormat, CutShortAnywhereIsAnError) {
  const std::vector<uint8_t> whole = DataFile(GetParam());
  ASSERT_TRUE(DecodePicture(whole, {}).ok());
  // A JPEG's end marker carries nothing: tests/capture/jpeg_damage_test.cc.
  const size_t carrying =
      whole.size() - (std::string(GetParam()).ends_with(".jpg") ? 2 : 0);
  for (size_t size = 0; size < carrying; ++size) {
    const StatusOr<Picture> picture =
        DecodePicture(std::span(whole).first(size), {});
    EXPECT_FALSE(picture.ok()) << GetParam() << " cut to " << size;
    EXPECT_THAT(picture.status().message(), Not(::testing::IsEmpty()));
  }
}

// Whatever the outcome, no sanitizer may have anything to say about it.
TEST_P(EveryFormat, AnyChangedByteIsSurvived) {
  std::vector<uint8_t> bytes = DataFile(GetParam());
  for (size_t i = 0; i < bytes.size(); ++i)
    for (const uint8_t flip : {0x01, 0x80, 0xFF}) {
      bytes[i] ^= flip;
      const StatusOr<Picture> picture = DecodePicture(bytes, {});
      if (picture.ok()) {
        EXPECT_EQ(picture->rgb.size(), picture->h * picture->w * 3);
      }
      bytes[i] ^= flip;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Decode, EveryFormat,
    ::testing::Values("rgb.png", "rgba16.png", "palette.png", "rgb.bmp",
                      "grey.bmp", "rgb.ppm", "rgb16.ppm", "chroma420.jpg",
                      "progressive.jpg", "cmyk.jpg", "orientation_6.jpg",
                      "rgb.webp", "rgba.webp", "lossy.webp", "animated.webp"));

// A PNG carries a checksum for each chunk, so that no change goes unnoticed.
TEST(Decode, AnyChangedByteOfAPngIsNoticed) {
  std::vector<uint8_t> bytes = DataFile("rgb.png");
  for (size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] ^= 0x10;
    EXPECT_FALSE(DecodePicture(bytes, {}).ok()) << "byte " << i;
    bytes[i] ^= 0x10;
  }
}

// Small in the file, 1 x 1 in its header, 64 MiB when inflated.
TEST(Decode, InflationIsBounded) {
  EXPECT_FALSE(DecodePicture(DataFile("bomb.png"), {}).ok());
}

}  // namespace
}  // namespace camglass
