// What the pipeline says of a source whose frames can't be decoded, and of the
// age of frames.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <map>
#include <thread>

#include "camapp/live/live_json.h"
#include "camapp/live/pacer.h"
#include "camapp/live/pipeline.h"
#include "tests/live/pipeline_parts.h"

namespace camglass {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Event = FrameSource::Event;

// What a run showed of its source.
class StateOutput : public MemoryOutput {
 public:
  StatusOr<ShowTimes> Show(const LiveFrame& frame, const Explanation* by,
                           const SourceState& source) override {
    Note(source);
    return MemoryOutput::Show(frame, by, source);
  }
  Status ShowWaiting(const SourceState& source) override {
    Note(source);
    return Status();
  }
  std::vector<std::string> states;    // as they changed
  std::vector<uint64_t> undecodable;  // when they did
  std::atomic<bool> saw_damage = false;

 private:
  void Note(const SourceState& source) {
    saw_damage = saw_damage || source.state == "damaged";
    if (!states.empty() && states.back() == source.state) return;
    states.push_back(source.state);
    undecodable.push_back(source.undecodable);
  }
};

// Frames come and come, but none can be decoded until that was told.
TEST(PipelineDamage, ForTwoSecondsIsAStateOfItsOwn) {
  StateOutput output;
  int64_t damaged_for = 0;
  const int64_t began = MonotonicNs();
  ScriptedSource source(
      true, [&](uint64_t n, CapturedFrame* frame) -> StatusOr<Event> {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        auto event = GreyFrames(UINT64_MAX)(n, frame);
        if (output.saw_damage && damaged_for == 0)
          damaged_for = MonotonicNs() - began;
        if (n >= 5 && !output.saw_damage) frame->plane_bytes[0] -= 1;
        return event;
      });
  Pipeline pipeline(&source, nullptr, nullptr, &output, {.frames = 8},
                    [](const std::string&) {});
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  EXPECT_THAT(output.states, ElementsAre("streaming", "damaged", "streaming"));
  EXPECT_GE(damaged_for, 2'000'000'000);
  ASSERT_EQ(output.undecodable.size(), 3u);
  EXPECT_GT(output.undecodable[1], 5u);
  EXPECT_GE(pipeline.source_state().undecodable, output.undecodable[1]);
}

// A frame from before the process stood still, a time that makes no sense.
TEST(PipelineAge, OfThePastIsNotShownAndOfNobodyIsNotTold) {
  class TimedSource : public ScriptedSource {
   public:
    using ScriptedSource::ScriptedSource;
    bool has_capture_times() const override { return true; }
  };
  TimedSource source(
      true, [](uint64_t n, CapturedFrame* frame) -> StatusOr<Event> {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        auto event = GreyFrames(9)(n, frame);
        frame->timestamp_ns = MonotonicNs();
        if (n == 4) frame->timestamp_ns -= 3'600'000'000'000;
        frame->has_time = n != 6;
        return event;
      });
  class AgeOutput : public MemoryOutput {
   public:
    StatusOr<ShowTimes> Show(const LiveFrame& frame, const Explanation* by,
                             const SourceState& source) override {
      ages[frame.number] = AgeMs(frame, MonotonicNs());
      return MemoryOutput::Show(frame, by, source);
    }
    std::map<uint64_t, double> ages;
  };
  AgeOutput output;
  Pipeline pipeline(&source, nullptr, nullptr, &output, {},
                    [](const std::string&) {});
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  EXPECT_EQ(output.ages.count(4), 0u);
  EXPECT_GE(pipeline.stats().counts().dropped, 1u);
  for (const auto& [number, age] : output.ages)
    EXPECT_EQ(std::isnan(age), number == 6) << number;
  LiveFields fields;
  fields.age_ms = output.ages.count(6) != 0 ? output.ages[6] : NAN;
  EXPECT_THAT(LiveJson(nullptr, nullptr, "", fields, SourceState()),
              HasSubstr("\"age_ms\":null"));
}

// Frames that are always that late are the best there is.
TEST(PipelineAge, OfEveryFrameIsNoReasonToDropThem) {
  class LateSource : public ScriptedSource {
   public:
    using ScriptedSource::ScriptedSource;
    bool has_capture_times() const override { return true; }
  };
  LateSource source(
      true, [](uint64_t n, CapturedFrame* frame) -> StatusOr<Event> {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        auto event = GreyFrames(20)(n, frame);
        frame->timestamp_ns = MonotonicNs() - 5'000'000'000;
        return event;
      });
  MemoryOutput output;
  Pipeline pipeline(&source, nullptr, nullptr, &output, {},
                    [](const std::string&) {});
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  EXPECT_GE(output.shown.size(), 3u);
}

}  // namespace
}  // namespace camglass
