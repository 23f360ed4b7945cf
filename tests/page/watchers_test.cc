#include "camapp/page/watchers.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace camglass {
namespace {

TEST(Watchers, CountsSeatsOfBothShapes) {
  Watchers watchers(2);
  EXPECT_FALSE(watchers.look_at(PictureShape::kWide));
  {
    const auto wide = watchers.Enter(PictureShape::kWide, false);
    ASSERT_TRUE(wide.has_value());
    EXPECT_TRUE(watchers.look_at(PictureShape::kWide));
    EXPECT_FALSE(watchers.look_at(PictureShape::kTall));
    const auto tall = watchers.Enter(PictureShape::kTall, false);
    EXPECT_TRUE(tall.has_value());
    EXPECT_FALSE(watchers.Enter(PictureShape::kTall, false).has_value());
  }
  EXPECT_TRUE(watchers.Enter(PictureShape::kTall, false).has_value());
}

TEST(Watchers, AMovedSeatIsLeftOnce) {
  Watchers watchers(1);
  {
    auto seat = watchers.Enter(PictureShape::kWide, false);
    const Watchers::Seat moved = *std::move(seat);
    seat.reset();
    EXPECT_FALSE(watchers.Enter(PictureShape::kWide, false).has_value());
  }
  EXPECT_TRUE(watchers.Enter(PictureShape::kWide, false).has_value());
}

TEST(Watchers, OnlyTheFirstNeedsANewPictureUnlessItIsAskedFor) {
  Watchers watchers(9);
  for (const PictureShape shape : kPictureShapes) {
    const auto first = watchers.Enter(shape, false);
    EXPECT_TRUE(first->needs_new());
    EXPECT_FALSE(watchers.Enter(shape, false)->needs_new());
    EXPECT_TRUE(watchers.Enter(shape, true)->needs_new());
  }
  EXPECT_EQ(watchers.newcomers(), 4u);
}

TEST(Watchers, SomebodyWhoLeavesIsExpectedBackForAMoment) {
  Watchers watchers(1);
  watchers.Enter(PictureShape::kWide, false).reset();
  EXPECT_TRUE(watchers.look_at(PictureShape::kWide));
  EXPECT_FALSE(watchers.Enter(PictureShape::kWide, false)->needs_new());
  while (watchers.look_at(PictureShape::kWide)) std::this_thread::yield();
  EXPECT_TRUE(watchers.Enter(PictureShape::kWide, false)->needs_new());
}

TEST(ShapeForWidth, IsTallForNarrowPages) {
  EXPECT_EQ(ShapeForWidth({}), PictureShape::kWide);
  EXPECT_EQ(ShapeForWidth(0), PictureShape::kTall);
  EXPECT_EQ(ShapeForWidth(599), PictureShape::kTall);
  EXPECT_EQ(ShapeForWidth(600), PictureShape::kWide);
}

}  // namespace
}  // namespace camglass
