// JPEGs at a part of their size: because less is enough, or because the whole
// is too large. That the pixels are libjpeg's is matrix/picture_matrix.py's to
// show.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "camapp/picture/decode.h"
#include "camapp/picture/decoders.h"
#include "camapp/picture/limits.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

TEST(JpegReduction, LeavesEnoughOnBothSides) {
  const Extent stored = {4000, 6000};
  EXPECT_EQ(JpegReduction(stored, {}), 1u);
  EXPECT_EQ(JpegReduction(stored, {4000, 6000}), 1u);
  EXPECT_EQ(JpegReduction(stored, {2001, 1}), 1u);
  EXPECT_EQ(JpegReduction(stored, {2000, 3000}), 2u);
  EXPECT_EQ(JpegReduction(stored, {1000, 1501}), 2u);
  EXPECT_EQ(JpegReduction(stored, {720, 1280}), 4u);
  EXPECT_EQ(JpegReduction(stored, {500, 750}), 8u);
  EXPECT_EQ(JpegReduction(stored, {1, 1}), 8u);
  EXPECT_EQ(JpegReduction({9, 9}, {2, 2}), 8u);  // part of a pixel counts
  EXPECT_EQ(JpegReduction({100, 100}, {200, 200}), 1u);
}

TEST(JpegReduction, KeepsToTheLimits) {
  EXPECT_EQ(JpegReduction({8192, 8192}, {}), 1u);
  EXPECT_EQ(JpegReduction({8192, 8193}, {}), 2u);
  EXPECT_EQ(JpegReduction({10'000, 20'000}, {}), 2u);
  EXPECT_EQ(JpegReduction({1, 16'385}, {}), 2u);
  EXPECT_EQ(JpegReduction({3000, 65'500}, {}), 4u);
  EXPECT_EQ(JpegReduction({10'000, 20'000}, {10'000, 20'000}), 2u);
}

TEST(ReducedJpeg, TellsItsFullSizeAndNothingElse) {
  DecodeReport report;
  const auto picture =
      DecodePicture(DataFile("chroma420.jpg"), {.enough = {10, 10}}, &report);
  ASSERT_TRUE(picture.ok());
  EXPECT_EQ(picture->extent(), (Extent{15, 19}));
  EXPECT_EQ(report.full, (Extent{29, 37}));
  EXPECT_EQ(report.note, "");
}

// Stored 24 x 16 (w x h turned), shown 24 wide and 16 high.
TEST(ReducedJpeg, SidesAreThoseShown) {
  for (const char* name : {"orientation_1.jpg", "orientation_6.jpg"}) {
    DecodeReport report;
    const auto picture =
        DecodePicture(DataFile(name), {.enough = {8, 12}}, &report);
    ASSERT_TRUE(picture.ok());
    EXPECT_EQ(picture->extent(), (Extent{8, 12})) << name;
    EXPECT_EQ(report.full, (Extent{16, 24})) << name;
  }
}

TEST(ReducedJpeg, OthersComeWhole) {
  DecodeReport report;
  const auto picture =
      DecodePicture(DataFile("rgb.png"), {.enough = {1, 1}}, &report);
  ASSERT_TRUE(picture.ok());
  EXPECT_EQ(picture->extent(), kDataExtent);
  EXPECT_EQ(report.full, kDataExtent);
}

TEST(ReducedJpeg, BeyondTheLimitsItIsToldSo) {
  DecodeReport report;
  const auto picture = DecodePicture(DataFile("wide20000.jpg"), {}, &report);
  ASSERT_TRUE(picture.ok()) << picture.status().message();
  EXPECT_EQ(picture->extent(), (Extent{1, 10'000}));
  EXPECT_EQ(report.full, (Extent{1, 20'000}));
  EXPECT_THAT(report.note, HasSubstr("20000 x 1 pixels"));
  EXPECT_THAT(report.note, HasSubstr("read at 10000 x 1"));
}

// The header alone decides, before any memory is taken.
TEST(ReducedJpeg, BeyondItsOwnLimitsItIsRefused) {
  const auto error_at = [](size_t h, size_t w) {
    std::vector<uint8_t> jpeg = DataFile("wide20000.jpg");
    size_t frame = 0;
    while (jpeg[frame] != 0xFF || jpeg[frame + 1] != 0xC0) ++frame;
    jpeg[frame + 5] = static_cast<uint8_t>(h >> 8);
    jpeg[frame + 6] = static_cast<uint8_t>(h);
    jpeg[frame + 7] = static_cast<uint8_t>(w >> 8);
    jpeg[frame + 8] = static_cast<uint8_t>(w);
    return DecodePicture(jpeg, {}).status().message();
  };
  constexpr size_t kWidth = 50'000;
  constexpr size_t kHeight = limits::kMaxJpegPixels / kWidth;
  EXPECT_THAT(error_at(kHeight, kWidth), HasSubstr("premature end"));
  EXPECT_THAT(error_at(kHeight + 1, kWidth), HasSubstr("200000000 in all"));
  EXPECT_THAT(error_at(1, limits::kMaxJpegSide + 1), HasSubstr("65500"));
}

}  // namespace
}  // namespace camglass
