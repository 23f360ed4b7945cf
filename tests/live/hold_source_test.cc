#include "camapp/live/hold_source.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <memory>

#include "tests/live/pipeline_parts.h"

namespace camglass {
namespace {

// What a held source gives, frame by frame.
class HoldSourceTest : public ::testing::Test {
 protected:
  std::unique_ptr<HoldSource> Hold(ScriptedSource::Script script) {
    return std::make_unique<HoldSource>(
        std::make_unique<ScriptedSource>(false, std::move(script)));
  }
  FrameSource::Event Next(HoldSource& source) {
    const auto event = source.Next(-1, &frame_);
    EXPECT_TRUE(event.ok());
    return event.ok() ? *event : FrameSource::Event::kEnd;
  }

  CapturedFrame frame_;
};

TEST_F(HoldSourceTest, TheLastFrameComesAgainAfterTheEnd) {
  const auto source = Hold(GreyFrames(2));
  SourceState state;
  ASSERT_EQ(Next(*source), FrameSource::Event::kFrame);
  ASSERT_EQ(Next(*source), FrameSource::Event::kFrame);
  const CapturedFrame last = frame_;
  source->Describe(&state);
  EXPECT_NE(state.state, "ended");
  for (uint32_t again = 1; again <= 3; ++again) {
    frame_ = CapturedFrame();
    ASSERT_EQ(Next(*source), FrameSource::Event::kFrame);
    EXPECT_EQ(frame_.bytes, last.bytes);
    EXPECT_EQ(frame_.sequence, last.sequence + again);
  }
  source->Describe(&state);
  EXPECT_EQ(state.state, "ended");
  EXPECT_FALSE(source->has_capture_times());
}

TEST_F(HoldSourceTest, ASourceWithoutFramesEnds) {
  const auto source = Hold(GreyFrames(0));
  EXPECT_EQ(Next(*source), FrameSource::Event::kEnd);
}

TEST_F(HoldSourceTest, WhoIsWokenGetsNoFrame) {
  const auto source = Hold(GreyFrames(1));
  ASSERT_EQ(Next(*source), FrameSource::Event::kFrame);
  const int awake = eventfd(1, EFD_CLOEXEC);
  ASSERT_GE(awake, 0);
  const auto event = source->Next(awake, &frame_);
  ASSERT_TRUE(event.ok());
  EXPECT_EQ(*event, FrameSource::Event::kNothingYet);
  close(awake);
}

TEST_F(HoldSourceTest, ErrorsPassThrough) {
  const auto source =
      Hold([](uint64_t, CapturedFrame*) -> StatusOr<FrameSource::Event> {
        return IoError("unplugged");
      });
  EXPECT_EQ(source->Next(-1, &frame_).status().message(), "unplugged");
}

}  // namespace
}  // namespace camglass
