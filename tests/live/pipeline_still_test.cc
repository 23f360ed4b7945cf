// Pictures that stay: when the pipeline explains and shows them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "camapp/live/pipeline.h"
#include "tests/live/pipeline_parts.h"

namespace camglass {
namespace {

using Event = FrameSource::Event;

void Silent(const std::string&) {}

// A network with news after its first frame: another model, say.
class ChangingExplainer : public LevelExplainer {
 public:
  bool HasNews() const override { return calls_ == 1 && wants_more; }
  Status Explain(const Picture& frame, Explanation* out) override {
    ++calls_;
    CAMGLASS_RETURN_IF_ERROR(LevelExplainer::Explain(frame, out));
    out->map.values.assign(1, static_cast<float>(calls_));
    return Status();
  }

  std::atomic<bool> wants_more = false;

 private:
  std::atomic<int> calls_ = 0;
};

// Gives one still, and then nothing.
class StillSource : public ScriptedSource {
 public:
  explicit StillSource(bool live, WholePicture whole = nullptr)
      : ScriptedSource(
            live,
            [](uint64_t n, CapturedFrame* frame) -> StatusOr<Event> {
              if (n == 0) return GreyFrames(1)(n, frame);
              std::this_thread::sleep_for(std::chrono::milliseconds(1));
              return Event::kNothingYet;
            }),
        whole_(std::move(whole)) {}
  bool still() const override { return true; }
  WholePicture whole() const override { return whole_; }

 private:
  WholePicture whole_;
};

PipelineOptions Patient() {
  PipelineOptions options;
  options.sink_patience = std::chrono::milliseconds(5);
  options.keeps_last = true;
  return options;
}

// The network is held until the picture has been seen without a map.
TEST(Pipeline, AStillIsShownAtOnceAndExplainedOnce) {
  for (const bool live : {false, true}) {
    StillSource source(live);
    Milestone shown;
    uint64_t explained = 0;
    LevelExplainer explainer([&](uint64_t call) {
      explained = call + 1;
      EXPECT_TRUE(shown.Await(1));
      return Status();
    });
    StopSignal stop;
    MemorySink sink([&](uint64_t count) {
      shown.Reach(count);
      return Status();
    });
    // Long enough for another explanation, if there were one.
    sink.on_waiting = [&] {
      if (sink.shown.size() > 1 && sink.waited > 50) stop.Set();
    };
    Pipeline pipeline(&source, &explainer, nullptr, &sink, Patient(), Silent);
    ASSERT_TRUE(pipeline.Run(&stop).ok());
    ASSERT_EQ(sink.shown.size(), 2u);
    EXPECT_FALSE(sink.shown[0].explained);
    EXPECT_TRUE(sink.shown[1].explained);
    EXPECT_EQ(sink.shown[1].number, sink.shown[0].number);
    EXPECT_EQ(explained, 1u);
    EXPECT_EQ(pipeline.stats().counts().shown, 1u);
  }
}

TEST(Pipeline, TheLastFrameIsExplainedAgainWhenThereIsNews) {
  for (const bool still : {false, true}) {
    StillSource picture(true);
    ScriptedSource video(
        false, [](uint64_t n, CapturedFrame* frame) -> StatusOr<Event> {
          if (n == 0) return GreyFrames(1)(n, frame);
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
          return Event::kNothingYet;
        });
    ChangingExplainer explainer;
    StopSignal stop;
    MemorySink sink([&](uint64_t) { return Status(); });
    sink.on_waiting = [&] {
      if (sink.shown.empty() || !sink.shown.back().explained) return;
      explainer.wants_more = true;
      if (sink.shown.back().explained_width == 2) stop.Set();
    };
    FrameSource* source = still ? static_cast<FrameSource*>(&picture) : &video;
    Pipeline pipeline(source, &explainer, nullptr, &sink, Patient(), Silent);
    ASSERT_TRUE(pipeline.Run(&stop).ok());
    EXPECT_EQ(sink.shown.back().explained_width, 2u);
  }
}

// What is explained is the picture itself; where it lies in what is shown is
// told in the latter's pixels.
TEST(Pipeline, OfALargeStillTheWholeIsExplained) {
  StillSource source(true, []() -> StatusOr<Picture> {
    Picture whole(80, 160);
    whole.rgb[0] = 77;
    return whole;
  });
  class Explainer : public FrameExplainer {
   public:
    Status Explain(const Picture& frame, Explanation* out) override {
      out->map.of.index = frame.rgb.at(0);
      out->map.size = {1, 1};
      out->map.values.assign(1, static_cast<float>(frame.w));
      out->provenance.frame = frame.extent();
      out->provenance.covered = {20, 40, {40, 80}};
      return Status();
    }
  } explainer;
  class Sink : public MemorySink {
   public:
    StatusOr<ShowTimes> Show(const LiveFrame& frame,
                             const SharedExplanation& explanation,
                             const SourceState& state) override {
      if (explanation) covered = explanation->provenance.covered;
      return MemorySink::Show(frame, explanation, state);
    }
    PixelRegion covered;
  } sink;
  StopSignal stop;
  sink.on_waiting = [&] {
    if (!sink.shown.empty() && sink.shown.back().explained) stop.Set();
  };
  Pipeline pipeline(&source, &explainer, nullptr, &sink, Patient(), Silent);
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  EXPECT_EQ(sink.shown.back().explained_level, 77u);
  EXPECT_EQ(sink.shown.back().explained_width, 160u);
  EXPECT_EQ(sink.shown.back().width, 16u);
  EXPECT_EQ(sink.covered.top, 2u);
  EXPECT_EQ(sink.covered.left, 4u);
  EXPECT_EQ(sink.covered.size, (Extent{4, 8}));
}

TEST(Pipeline, AStillThatCantBeExplainedEndsNothing) {
  StillSource source(true);
  LevelExplainer explainer([](uint64_t) { return InvalidInput("too small"); });
  StopSignal stop;
  MemorySink sink;
  sink.on_waiting = [&] {
    if (sink.waited > 20) stop.Set();
  };
  Pipeline pipeline(&source, &explainer, nullptr, &sink, Patient(), Silent);
  EXPECT_TRUE(pipeline.Run(&stop).ok());
  EXPECT_EQ(sink.shown.size(), 1u);
}

}  // namespace
}  // namespace camglass
