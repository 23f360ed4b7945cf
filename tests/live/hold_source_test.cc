#include <gtest/gtest.h>

#include <memory>

#include "camapp/live/frame_sources.h"
#include "tests/live/pipeline_parts.h"

namespace camglass {
namespace {

// What a held source gives, frame by frame.
class HoldSourceTest : public ::testing::Test {
 protected:
  std::unique_ptr<FrameSource> Hold(ScriptedSource::Script script) {
    return MakeHoldSource(
        std::make_unique<ScriptedSource>(false, std::move(script)));
  }
  FrameSource::Event Next(FrameSource& source) {
    const auto event = source.Next(-1, &frame_);
    EXPECT_TRUE(event.ok());
    return event.ok() ? *event : FrameSource::Event::kEnd;
  }

  CapturedFrame frame_;
};

TEST_F(HoldSourceTest, AfterTheEndNothingComesAndItDoesNotEnd) {
  const auto source = Hold(GreyFrames(2));
  SourceState state;
  ASSERT_EQ(Next(*source), FrameSource::Event::kFrame);
  ASSERT_EQ(Next(*source), FrameSource::Event::kFrame);
  source->Describe(&state);
  EXPECT_NE(state.state, "ended");
  for (int i = 0; i < 3; ++i)
    ASSERT_EQ(Next(*source), FrameSource::Event::kNothingYet);
  source->Describe(&state);
  EXPECT_EQ(state.state, "ended");
  EXPECT_FALSE(source->has_capture_times());
}

TEST_F(HoldSourceTest, ASourceWithoutFramesEnds) {
  const auto source = Hold(GreyFrames(0));
  EXPECT_EQ(Next(*source), FrameSource::Event::kEnd);
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
