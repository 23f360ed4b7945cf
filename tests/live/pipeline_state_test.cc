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
class StateSink : public MemorySink {
 public:
  StatusOr<ShowTimes> Show(const LiveFrame& frame, const SharedExplanation& by,
                           const SourceState& source) override {
    Note(source);
    return MemorySink::Show(frame, by, source);
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
  StateSink sink;
  int64_t damaged_for = 0;
  const int64_t began = MonotonicNs();
  ScriptedSource source(
      true, [&](uint64_t n, CapturedFrame* frame) -> StatusOr<Event> {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        auto event = GreyFrames(UINT64_MAX)(n, frame);
        if (sink.saw_damage && damaged_for == 0)
          damaged_for = MonotonicNs() - began;
        if (n >= 5 && !sink.saw_damage) frame->plane_bytes[0] -= 1;
        return event;
      });
  Pipeline pipeline(&source, nullptr, nullptr, &sink, {.frames = 8},
                    [](const std::string&) {});
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  EXPECT_THAT(sink.states, ElementsAre("streaming", "damaged", "streaming"));
  EXPECT_GE(damaged_for, 2'000'000'000);
  ASSERT_EQ(sink.undecodable.size(), 3u);
  EXPECT_GT(sink.undecodable[1], 5u);
  EXPECT_GE(pipeline.source_state().undecodable, sink.undecodable[1]);
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
  class AgeSink : public MemorySink {
   public:
    StatusOr<ShowTimes> Show(const LiveFrame& frame,
                             const SharedExplanation& by,
                             const SourceState& source) override {
      ages[frame.number] = AgeMs(frame, MonotonicNs());
      return MemorySink::Show(frame, by, source);
    }
    std::map<uint64_t, double> ages;
  };
  AgeSink sink;
  Pipeline pipeline(&source, nullptr, nullptr, &sink, {},
                    [](const std::string&) {});
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  EXPECT_EQ(sink.ages.count(4), 0u);
  EXPECT_GE(pipeline.stats().counts().dropped, 1u);
  for (const auto& [number, age] : sink.ages)
    EXPECT_EQ(std::isnan(age), number == 6) << number;
  LiveFields fields;
  fields.age_ms = sink.ages.count(6) != 0 ? sink.ages[6] : NAN;
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
  MemorySink sink;
  Pipeline pipeline(&source, nullptr, nullptr, &sink, {},
                    [](const std::string&) {});
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  EXPECT_GE(sink.shown.size(), 3u);
}

}  // namespace
}  // namespace camglass
