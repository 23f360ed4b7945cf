// Which frames come through the pipeline, and with whose explanation.
#include "camapp/live/pipeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "tests/live/pipeline_parts.h"

namespace camglass {
namespace {

using Event = FrameSource::Event;

void Silent(const std::string&) {}

TEST(Pipeline, EveryFrameOfAFileIsShownInOrderWithItsOwnMap) {
  ScriptedSource source(false, GreyFrames(200));
  LevelExplainer explainer;
  MemorySink sink;
  Pipeline pipeline(&source, &explainer, nullptr, &sink, {}, Silent);
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  ASSERT_EQ(sink.shown.size(), 200u);
  for (uint64_t n = 0; n < 200; ++n) {
    EXPECT_EQ(sink.shown[n].number, n);
    EXPECT_EQ(sink.shown[n].level, n);
    EXPECT_TRUE(sink.shown[n].explained);
    EXPECT_EQ(sink.shown[n].explained_level, n);
  }
  const LiveCounts counts = pipeline.stats().counts();
  EXPECT_EQ(counts.received, 200u);
  EXPECT_EQ(counts.explained, 200u);
  EXPECT_EQ(counts.shown, 200u);
  EXPECT_EQ(counts.dropped, 0u);
  EXPECT_EQ(pipeline.source_state().counts.delivered, 200u);
}

TEST(Pipeline, WithoutANetworkFramesComeAsTheyAre) {
  ScriptedSource source(false, GreyFrames(50));
  MemorySink sink;
  Pipeline pipeline(&source, nullptr, nullptr, &sink, {}, Silent);
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  ASSERT_EQ(sink.shown.size(), 50u);
  for (const ShownFrame& frame : sink.shown) EXPECT_FALSE(frame.explained);
}

TEST(Pipeline, EveryFrameOfAFileIsRecordedAsItWas) {
  ScriptedSource source(false, GreyFrames(100));
  MemorySink sink;
  MemoryRecorder recorder;
  Pipeline pipeline(&source, nullptr, &recorder, &sink, {}, Silent);
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  ASSERT_EQ(recorder.frames.size(), 100u);
  CapturedFrame expected;
  for (uint32_t n = 0; n < 100; ++n) {
    MakeGreyFrame(16, 8, static_cast<uint8_t>(n), &expected);
    EXPECT_EQ(recorder.frames[n].bytes, expected.bytes);
    EXPECT_EQ(recorder.frames[n].format, expected.format);
    EXPECT_EQ(recorder.frames[n].sequence, n);
    EXPECT_EQ(recorder.frames[n].timestamp_ns, n * 1'000'000);
  }
}

// The network is held at its first frame until the sink has shown fifty; the
// source gives each frame when the one before is shown. If the sink waited
// for the network, nothing would move.
TEST(Pipeline, LiveOutputDoesNotWaitForTheNetwork) {
  constexpr uint64_t kHeld = 50;
  constexpr uint64_t kFrames = 60;
  Milestone shown;
  Milestone explained;
  ScriptedSource source(
      true, [&](uint64_t n, CapturedFrame* frame) -> StatusOr<Event> {
        EXPECT_TRUE(shown.Await(n));
        // The network has the first frame before others come.
        if (n > 0) {
          EXPECT_TRUE(explained.Await(1));
        }
        // The second call begins when the first result is posted.
        if (n > kHeld) {
          EXPECT_TRUE(explained.Await(2));
        }
        return GreyFrames(kFrames)(n, frame);
      });
  LevelExplainer explainer([&](uint64_t call) {
    explained.Reach(call + 1);
    EXPECT_TRUE(shown.Await(kHeld));
    return Status();
  });
  MemorySink sink([&](uint64_t count) {
    shown.Reach(count);
    return Status();
  });
  Pipeline pipeline(&source, &explainer, nullptr, &sink, {}, Silent);
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  ASSERT_EQ(sink.shown.size(), kFrames);
  for (uint64_t n = 0; n < kHeld; ++n)
    EXPECT_FALSE(sink.shown[n].explained) << n;
  for (uint64_t n = kHeld + 1; n < kFrames; ++n)
    EXPECT_TRUE(sink.shown[n].explained) << n;
  EXPECT_EQ(pipeline.stats().counts().dropped, 0u);
}

// Others want the camera, however long a reader of the sink takes.
TEST(Pipeline, AfterAStopTheSourceIsGivenBackWhileTheOutputIsStuck) {
  Milestone released;
  ScriptedSource source(true, GreyFrames(UINT64_MAX));
  source.on_release = [&] { released.Reach(1); };
  StopSignal stop;
  MemorySink sink([&](uint64_t) {
    stop.Set();
    EXPECT_TRUE(released.Await(1));
    return Status();
  });
  Pipeline pipeline(&source, nullptr, nullptr, &sink, {}, Silent);
  ASSERT_TRUE(pipeline.Run(&stop).ok());
}

// The sink is held at its first frame until the source has given all.
TEST(Pipeline, FromALiveSourceTheNewestFrameWins) {
  constexpr uint64_t kFrames = 40;
  Milestone given;
  ScriptedSource source(
      true, [&](uint64_t n, CapturedFrame* frame) -> StatusOr<Event> {
        given.Reach(n);
        return GreyFrames(kFrames)(n, frame);
      });
  MemorySink sink([&](uint64_t) {
    EXPECT_TRUE(given.Await(kFrames));
    return Status();
  });
  Pipeline pipeline(&source, nullptr, nullptr, &sink, {}, Silent);
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  // The one that was held, one that waited behind it, and the newest.
  EXPECT_LE(sink.shown.size(), 4u);
  EXPECT_EQ(sink.shown.back().number, kFrames - 1);
  for (size_t i = 1; i < sink.shown.size(); ++i)
    EXPECT_LT(sink.shown[i - 1].number, sink.shown[i].number);
  EXPECT_EQ(pipeline.stats().counts().dropped + sink.shown.size(), kFrames);
}

TEST(Pipeline, AMapOfAnotherSizeIsNotShown) {
  Milestone shown;
  ScriptedSource source(
      true, [&](uint64_t n, CapturedFrame* frame) -> StatusOr<Event> {
        EXPECT_TRUE(shown.Await(n));
        if (n == 90) return Event::kEnd;
        MakeGreyFrame(n / 30 % 2 == 0 ? 16 : 24, 8, 1, frame);
        return Event::kFrame;
      });
  LevelExplainer explainer;
  MemorySink sink([&](uint64_t count) {
    shown.Reach(count);
    return Status();
  });
  Pipeline pipeline(&source, &explainer, nullptr, &sink, {}, Silent);
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  ASSERT_EQ(sink.shown.size(), 90u);
  for (const ShownFrame& frame : sink.shown) {
    if (frame.explained) {
      EXPECT_EQ(frame.explained_width, frame.width);
    }
  }
}

TEST(Pipeline, EndsAtTheLimitOfFrames) {
  for (const bool live : {false, true}) {
    ScriptedSource source(live, GreyFrames(UINT64_MAX));
    LevelExplainer explainer;
    MemorySink sink;
    Pipeline pipeline(&source, &explainer, nullptr, &sink, {.frames = 5},
                      Silent);
    StopSignal stop;
    ASSERT_TRUE(pipeline.Run(&stop).ok());
    EXPECT_EQ(sink.shown.size(), 5u);
    EXPECT_TRUE(stop.IsSet());
  }
}

TEST(Pipeline, EndsAtTheLimitOfTime) {
  ScriptedSource source(false, GreyFrames(UINT64_MAX));
  MemorySink sink;
  Pipeline pipeline(&source, nullptr, nullptr, &sink, {.seconds = 0.05},
                    Silent);
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
}

TEST(Pipeline, EndsWhenItIsToldTo) {
  for (const bool live : {false, true}) {
    ScriptedSource source(live, GreyFrames(UINT64_MAX));
    StopSignal stop;
    MemorySink sink([&](uint64_t count) {
      if (count == 3) stop.Set();
      return Status();
    });
    Pipeline pipeline(&source, nullptr, nullptr, &sink, {}, Silent);
    ASSERT_TRUE(pipeline.Run(&stop).ok());
    EXPECT_EQ(sink.shown.size(), 3u);
  }
}

TEST(Pipeline, SaysThatItWaitsWhileNothingComes) {
  ScriptedSource source(true, [](uint64_t, CapturedFrame*) -> StatusOr<Event> {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return Event::kNothingYet;
  });
  StopSignal stop;
  MemorySink sink;
  sink.on_waiting = [&] { stop.Set(); };
  Pipeline pipeline(&source, nullptr, nullptr, &sink, {}, Silent);
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  EXPECT_EQ(sink.waited, 1u);
  EXPECT_TRUE(sink.shown.empty());
}

// As where a picture is held: what it said of the first frame holds for all.
TEST(Pipeline, WhoRepeatsWhatItSaidIsNotAskedAgain) {
  class Repeating : public LevelExplainer {
   public:
    bool Repeats() const override { return calls > 0; }
    Status Explain(const Picture& frame, Explanation* out) override {
      ++calls;
      return LevelExplainer::Explain(frame, out);
    }
    std::atomic<int> calls = 0;
  } explainer;
  ScriptedSource source(false, GreyFrames(20));
  MemorySink sink;
  Pipeline pipeline(&source, &explainer, nullptr, &sink, {}, Silent);
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  EXPECT_EQ(explainer.calls, 1);
  ASSERT_EQ(sink.shown.size(), 20u);
  for (const ShownFrame& frame : sink.shown) {
    EXPECT_TRUE(frame.explained);
    EXPECT_EQ(frame.explained_level, 0u);
  }
}

}  // namespace
}  // namespace camglass
