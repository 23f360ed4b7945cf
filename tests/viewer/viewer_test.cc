// The viewer from commands to what is shown.
#include "camapp/viewer/viewer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/picture/pictures.h"
#include "tests/viewer/viewer_fixture.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

TEST_F(ViewerTest, ShowsTheFirstClassOfAFrame) {
  ShowFrame();
  ASSERT_NE(state().explainer(), nullptr);
  EXPECT_EQ(state().shown.size(), 3u);
  EXPECT_EQ(state().map.of.index, explanation_.scores.top[0].index);
  EXPECT_EQ(sink_.picture.extent(),
            NaturalSize({.frame_size = frame_.picture.extent()}));
}

TEST_F(ViewerTest, KeysChangeWhatIsShown) {
  ShowFrame();
  Press("2");
  EXPECT_EQ(state().map.of.index, explanation_.scores.top[1].index);
  const Picture second = sink_.picture;
  Press("p1");  // 1 lets the pinned class go
  EXPECT_FALSE(state().settings.pinned.has_value());
  EXPECT_NE(sink_.picture.rgb, second.rgb);
  Press("3p");
  EXPECT_EQ(state().settings.pinned, explanation_.scores.top[2].index);
  Press("c");
  ASSERT_TRUE(state().compared.has_value());
  EXPECT_EQ(state().compared->plus, explanation_.scores.top[2].index);
  EXPECT_EQ(state().compared->minus, explanation_.scores.top[1].index);
  Press("cp");
  EXPECT_FALSE(state().compared.has_value());
  EXPECT_EQ(state().commands, 8u);
}

TEST_F(ViewerTest, NothingIsPaintedWhereNothingChangesOrNobodyLooks) {
  ShowFrame();
  const int before = sink_.presented;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(viewer_->ShowWaiting(source_).ok());
  EXPECT_EQ(sink_.presented, before);
  source_.state = "absent";
  ASSERT_TRUE(viewer_->ShowWaiting(source_).ok());
  EXPECT_EQ(sink_.presented, before + 1);
  const Picture seen = sink_.picture;
  sink_.watched = false;
  Press("o");
  EXPECT_EQ(sink_.picture.rgb, seen.rgb);
  EXPECT_EQ(state().settings.style, OverlayStyle::kTurbo);
}

TEST_F(ViewerTest, MirrorTurnsTheDisplayAndNotWhatIsExplained) {
  ShowFrame();
  const Picture before = sink_.picture;
  const size_t index = state().map.of.index;
  Press("m");
  EXPECT_NE(sink_.picture.rgb, before.rgb);
  ShowFrame();
  EXPECT_EQ(state().map.of.index, index);
  Press("m");
  EXPECT_FALSE(state().settings.mirror);
}

TEST_F(ViewerTest, FrozenFramesStayAndCanStillBeExplored) {
  ShowFrame();
  Press(" ");
  frame_.picture = FlatPicture(frame_.picture.h, frame_.picture.w, 9, 9, 9);
  ShowFrame();
  ShowFrame();
  const size_t frozen = state().map.of.index;
  EXPECT_EQ(state().fields.frame, 0u);
  Press("2");
  EXPECT_NE(state().map.of.index, frozen);
  Press("+");
  ShowFrame();
  EXPECT_EQ(state().input_scale, 1.5);
  EXPECT_GT(state().map.size.h, 14u);
  Press("1 ");
  ShowFrame();
  EXPECT_GT(state().fields.frame, 0u);
}

TEST_F(ViewerTest, TheOnlyModelHasNoNext) {
  if (models_->names().size() > 1) GTEST_SKIP() << "there are other models";
  ShowFrame();
  Press("n");
  EXPECT_THAT(state().message, HasSubstr("no other network"));
}

TEST_F(ViewerTest, QuitSetsTheStopSignal) {
  ShowFrame();
  Press("q");
  EXPECT_TRUE(stop_.IsSet());
}

TEST_F(ViewerTest, BackLeavesOneThingAtATime) {
  const Command back = {CommandKind::kBack, {}};
  ShowFrame();
  Press("hf");
  viewer_->Post(back);
  Press("");
  EXPECT_FALSE(state().settings.help);
  EXPECT_TRUE(state().settings.full_screen);
  viewer_->Post(back);
  Press("");
  EXPECT_FALSE(state().settings.full_screen);
  EXPECT_FALSE(stop_.IsSet());
  viewer_->Post(back);
  Press("");
  EXPECT_TRUE(stop_.IsSet());
}

TEST_F(ViewerTest, AClassThatIsUnknownCantBePinned) {
  ShowFrame();
  viewer_->Post({CommandKind::kPin, 1'000'000});
  Press("");
  EXPECT_FALSE(state().settings.pinned.has_value());
  viewer_->Post({CommandKind::kPin, 504});
  Press("");
  EXPECT_EQ(state().map.of.index, 504u);
  EXPECT_EQ(state().explainer()->ClassName(504), "coffee mug");
}

TEST_F(ViewerTest, AnotherExplanationOfTheSameStillIsShown) {
  frame_.still = true;
  ASSERT_TRUE(viewer_->Show(frame_, {}, source_).ok());
  EXPECT_EQ(state().explainer(), nullptr);
  ASSERT_TRUE(Explain().ok());
  ASSERT_TRUE(viewer_->Show(frame_, shared_, source_).ok());
  EXPECT_NE(state().explainer(), nullptr);
  EXPECT_EQ(state().fields.skipped, 0u);
  EXPECT_TRUE(state().still);
}

TEST_F(ViewerTest, APictureThatIsOpenedIsSeenEvenWhereTheOldOneIsFrozen) {
  ShowFrame();
  Press(" ");
  frame_.still = true;
  ShowFrame();
  EXPECT_FALSE(state().settings.frozen);
  EXPECT_EQ(state().fields.frame, frame_.number - 1);
}

// What the network last said is still of the frozen frame.
TEST_F(ViewerTest, APictureOfAnotherSizeIsNotShownWithTheFrozenFramesMap) {
  ShowFrame();
  Press(" ");
  frame_.still = true;
  frame_.picture = Picture(90, 120);
  ShowFrame();
  EXPECT_FALSE(state().settings.frozen);
  EXPECT_EQ(state().explainer(), nullptr);
  ASSERT_TRUE(Explain().ok());
  --frame_.number;  // the same picture, once it has been explained
  ASSERT_TRUE(viewer_->Show(frame_, shared_, source_).ok());
  EXPECT_NE(state().explainer(), nullptr);
}

TEST_F(ViewerTest, StepsWithoutPicturesSayWhy) {
  ShowFrame();
  Press(".");
  EXPECT_THAT(state().message, HasSubstr("no other picture"));
}

}  // namespace
}  // namespace camglass
