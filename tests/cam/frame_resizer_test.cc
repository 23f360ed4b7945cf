#include "camapp/cam/frame_resizer.h"

#include <gtest/gtest.h>

#include "tests/picture/pictures.h"

namespace camglass {
namespace {

TEST(FrameResizer, WholeFrameAtTheShortSide) {
  FrameResizer resizer({.rule = ResizeRule::kShort, .length = 30});
  ASSERT_TRUE(resizer.SetFrameSize({60, 90}).ok());
  EXPECT_EQ(resizer.input(), (Extent{30, 45}));
  EXPECT_EQ(resizer.covered().size, (Extent{60, 90}));
  Picture input;
  resizer.Resize(FlatPicture(60, 90, 1, 2, 3), &input);
  EXPECT_EQ(MaxDifference(input, FlatPicture(30, 45, 1, 2, 3)), 0);
}

TEST(FrameResizer, FollowsTheFrameSize) {
  FrameResizer resizer({.rule = ResizeRule::kShort, .length = 20});
  Picture input;
  for (const Extent size : {Extent{40, 40}, {20, 10}, {40, 40}}) {
    ASSERT_TRUE(resizer.SetFrameSize(size).ok());
    resizer.Resize(RandomPicture(size.h, size.w, 1), &input);
    EXPECT_EQ(std::min(input.h, input.w), 20u);
  }
}

TEST(FrameResizer, FastIsNearExact) {
  const Picture frame = RandomPicture(100, 77, 8);
  Picture exact;
  Picture fast;
  for (auto [quality, out] : {std::pair(ResizeQuality::kExact, &exact),
                              std::pair(ResizeQuality::kFast, &fast)}) {
    FrameResizer resizer(
        {.rule = ResizeRule::kShort, .quality = quality, .length = 33});
    ASSERT_TRUE(resizer.SetFrameSize(frame.extent()).ok());
    resizer.Resize(frame, out);
  }
  EXPECT_LE(MaxDifference(exact, fast), 1);
}

TEST(FrameResizer, CropCoversTheCentre) {
  FrameResizer resizer(
      {.rule = ResizeRule::kCrop, .length = 224, .crop_resize = 256});
  ASSERT_TRUE(resizer.SetFrameSize({512, 1024}).ok());
  EXPECT_EQ(resizer.input(), (Extent{224, 224}));
  EXPECT_EQ(resizer.covered().top, 32u);
  EXPECT_EQ(resizer.covered().left, 288u);
  EXPECT_EQ(resizer.covered().size, (Extent{448, 448}));
}

TEST(FrameResizer, AFrameThatCanNotBeAnInputIsRefused) {
  FrameResizer resizer({.rule = ResizeRule::kShort, .length = 227});
  EXPECT_FALSE(resizer.SetFrameSize({1, 16384}).ok() &&
               resizer.input().w > size_t{1} << 22);
  EXPECT_TRUE(resizer.SetFrameSize({10, 10}).ok());
}

}  // namespace
}  // namespace camglass
