#include "camapp/picture/input_extent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "camapp/picture/limits.h"

namespace camglass {
namespace {

Extent SizeOf(Extent picture, size_t length, ResizeRule rule) {
  const StatusOr<InputResize> resize = WholeFrameResize(picture, length, rule);
  EXPECT_TRUE(resize.ok()) << resize.status().message();
  return resize->size;
}

TEST(InputExtent, LongSideIsRoundedUp) {
  const ResizeRule rule = ResizeRule::kShort;
  EXPECT_EQ(SizeOf({480, 640}, 224, rule), (Extent{224, 299}));  // 298.67
  EXPECT_EQ(SizeOf({480, 640}, 227, rule), (Extent{227, 303}));
  EXPECT_EQ(SizeOf({720, 1280}, 224, rule), (Extent{224, 399}));  // 398.22
  EXPECT_EQ(SizeOf({720, 1280}, 227, rule), (Extent{227, 404}));
  EXPECT_EQ(SizeOf({1280, 720}, 224, rule), (Extent{399, 224}));
  EXPECT_EQ(SizeOf({5, 5}, 224, rule), (Extent{224, 224}));
  // In doubles 600 * (224 / 400) is 336.00000000000006.
  EXPECT_EQ(SizeOf({400, 600}, 224, rule), (Extent{224, 336}));
}

TEST(InputExtent, RowsRuleTakesTheHeight) {
  EXPECT_EQ(SizeOf({480, 640}, 224, ResizeRule::kRows), (Extent{224, 299}));
  EXPECT_EQ(SizeOf({640, 480}, 224, ResizeRule::kRows), (Extent{224, 168}));
}

TEST(InputExtent, ScaleIsThatOfTheReferenceSide) {
  const StatusOr<InputResize> resize =
      WholeFrameResize({480, 640}, 224, ResizeRule::kShort);
  EXPECT_DOUBLE_EQ(resize->scale, 224.0 / 480);
}

TEST(InputExtent, RefusesTooManyPixels) {
  const size_t most = limits::kMaxInputPixels;
  EXPECT_TRUE(WholeFrameResize({1, most / 4}, 2, ResizeRule::kShort).ok());
  const StatusOr<InputResize> beyond =
      WholeFrameResize({1, most / 4 + 1}, 2, ResizeRule::kShort);
  ASSERT_FALSE(beyond.ok());
  EXPECT_THAT(beyond.status().message(), ::testing::HasSubstr("crop it"));
  EXPECT_FALSE(
      WholeFrameResize({1, 1}, size_t{1} << 40, ResizeRule::kShort).ok());
}

}  // namespace
}  // namespace camglass
