#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "camapp/picture/decode.h"
#include "camapp/picture/encode_npy.h"
#include "camapp/picture/encode_png.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

// Written by libpng, read by stb_image.
TEST(EncodePng, ReadsBackTheSame) {
  for (const Extent size : {Extent{1, 1}, {1, 7}, {7, 1}, {33, 57}}) {
    const Picture picture = RandomPicture(size.h, size.w, 7);
    const StatusOr<std::vector<uint8_t>> bytes = EncodePng(picture);
    ASSERT_TRUE(bytes.ok());
    const StatusOr<Picture> read = DecodePicture(*bytes, {});
    ASSERT_TRUE(read.ok()) << read.status().message();
    EXPECT_EQ(read->extent(), size);
    EXPECT_EQ(read->rgb, picture.rgb);
  }
}

TEST(EncodePng, SamePictureSameBytes) {
  const Picture picture = RandomPicture(20, 30, 1);
  EXPECT_EQ(*EncodePng(picture), *EncodePng(picture));
}

// The files are NumPy's own.
TEST(EncodeNpy, EqualsNumPy) {
  const std::vector<float> six = {0, 0.5f, 1, 1.5f, 2, 2.5f};
  EXPECT_EQ(EncodeNpy(six, std::vector<size_t>{2, 3}),
            DataFile("array_2x3.npy"));
  const std::vector<float> five = {-1, 0, 1, 2, 3};
  EXPECT_EQ(EncodeNpy(five, std::vector<size_t>{5}), DataFile("array_5.npy"));
}

TEST(NpyHeader, DiffersFromNumPysByTheTypeAlone) {
  std::vector<uint8_t> wanted = DataFile("array_2x3.npy");
  wanted.resize(wanted.size() - 6 * sizeof(float));
  const std::string type = "<f4";
  const auto at =
      std::search(wanted.begin(), wanted.end(), type.begin(), type.end());
  ASSERT_NE(at, wanted.end());
  at[2] = '2';
  EXPECT_EQ(NpyHeader("<f2", std::vector<size_t>{2, 3}), wanted);
}

}  // namespace
}  // namespace camglass
