#include "camapp/cam/map_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "camapp/picture/decode.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

std::string TextOf(const std::vector<uint8_t>& bytes) {
  return {bytes.begin(), bytes.end()};
}

TEST(MapFile, CsvHasALinePerRowAndEveryBit) {
  const std::vector<float> map = {0.1f, -2, 1e-30f, 16777216, 0, 1 / 3.0f};
  const auto bytes = MapFileBytes("m.CSV", map, {3, 2});
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ(TextOf(*bytes), "0.1,-2\n1e-30,16777216\n0,0.33333334\n");
}

TEST(MapFile, NpyIsTheDefault) {
  const std::vector<float> map = {1, 2};
  const auto bytes = MapFileBytes("m", map, {1, 2});
  ASSERT_TRUE(bytes.ok());
  EXPECT_THAT(TextOf(*bytes), HasSubstr("'shape': (1, 2)"));
}

// Read by another library than it was written with, as v / 257 rounded.
TEST(MapFile, PngSpansTheFiniteValues) {
  const std::vector<float> map = {-1,   0,
                                  1,    std::numeric_limits<float>::quiet_NaN(),
                                  0.5f, std::numeric_limits<float>::infinity()};
  const auto bytes = MapFileBytes("m.png", map, {2, 3});
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ((*bytes)[24], 16);  // bits
  EXPECT_EQ((*bytes)[25], 0);   // grey
  EXPECT_THAT(TextOf(*bytes), HasSubstr(std::string("least\0-1", 8)));
  EXPECT_THAT(TextOf(*bytes), HasSubstr(std::string("greatest\0"
                                                    "1",
                                                    10)));
  const auto read = DecodePicture(*bytes, {});
  ASSERT_TRUE(read.ok()) << read.status().message();
  ASSERT_EQ(read->extent(), (Extent{2, 3}));
  const int wanted[] = {0, 128, 255, 0, 191, 0};
  for (size_t i = 0; i < 6; ++i) EXPECT_EQ(read->rgb[3 * i], wanted[i]) << i;
}

TEST(MapFile, AConstantMapIsBlack) {
  const std::vector<float> map(4, 7);
  const auto bytes = MapFileBytes("m.png", map, {2, 2});
  ASSERT_TRUE(bytes.ok());
  const auto read = DecodePicture(*bytes, {});
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->rgb[0], 0);
}

}  // namespace
}  // namespace camglass
