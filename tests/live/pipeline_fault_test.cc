// Whatever part of the pipeline fails, the run ends with that error and all
// threads; what can't be decoded is left out and counted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/videodev2.h>

#include <mutex>

#include "camapp/live/pipeline.h"
#include "tests/capture/jpeg_samples.h"
#include "tests/live/pipeline_parts.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;
using Event = FrameSource::Event;

// Each fault, from a live source and from a file, with threads that are busy
// and with threads that wait for each other.
class PipelineFault : public ::testing::TestWithParam<bool> {
 protected:
  std::string Run(ScriptedSource& source, FrameExplainer& explainer,
                  FrameRecorder& recorder, FrameSink& sink) {
    Pipeline pipeline(&source, &explainer, &recorder, &sink, {},
                      [](const std::string&) {});
    StopSignal stop;
    return pipeline.Run(&stop).message();
  }
  LevelExplainer explainer_;
  MemoryRecorder recorder_;
  MemorySink sink_;
};
std::string SourceKind(const ::testing::TestParamInfo<bool>& live) {
  return live.param ? "live" : "file";
}
INSTANTIATE_TEST_SUITE_P(, PipelineFault, ::testing::Bool(), SourceKind);

TEST_P(PipelineFault, OfTheSource) {
  ScriptedSource source(
      GetParam(), [](uint64_t n, CapturedFrame* frame) -> StatusOr<Event> {
        if (n == 7) return InvalidInput("the file breaks off");
        return GreyFrames(100)(n, frame);
      });
  EXPECT_EQ(Run(source, explainer_, recorder_, sink_), "the file breaks off");
  // What came before is not lost.
  EXPECT_EQ(recorder_.frames.size(), 7u);
}

// Who waits for the first bytes of a pipe is woken with an error.
TEST_P(PipelineFault, OfTheSourceThatIsWokenToStop) {
  StopSignal stop;
  ScriptedSource source(GetParam(),
                        [&](uint64_t, CapturedFrame*) -> StatusOr<Event> {
                          stop.Set();
                          return InvalidInput("there is nothing in it");
                        });
  Pipeline pipeline(&source, &explainer_, &recorder_, &sink_, {},
                    [](const std::string&) {});
  EXPECT_TRUE(pipeline.Run(&stop).ok());
}

TEST_P(PipelineFault, OfTheNetwork) {
  ScriptedSource source(GetParam(), GreyFrames(UINT64_MAX));
  LevelExplainer broken([](uint64_t call) {
    return call == 2 ? InvalidInput("too small for the network") : Status();
  });
  EXPECT_EQ(Run(source, broken, recorder_, sink_), "too small for the network");
}

TEST_P(PipelineFault, OfTheRecorder) {
  ScriptedSource source(GetParam(), GreyFrames(UINT64_MAX));
  recorder_.fails_at = 3;
  EXPECT_EQ(Run(source, explainer_, recorder_, sink_), "the disk is full");
  EXPECT_EQ(recorder_.frames.size(), 3u);
}

TEST_P(PipelineFault, OfTheOutput) {
  ScriptedSource source(GetParam(), GreyFrames(UINT64_MAX));
  MemorySink broken([](uint64_t shown) {
    return shown == 4 ? IoError("its reader has gone") : Status();
  });
  EXPECT_EQ(Run(source, explainer_, recorder_, broken), "its reader has gone");
  EXPECT_EQ(broken.shown.size(), 4u);
}

// Frames 10 to 39 are too short; the log tells of it once, and of the end.
TEST(PipelineDamage, IsCountedAndLeftOut) {
  ScriptedSource source(
      false, [](uint64_t n, CapturedFrame* frame) -> StatusOr<Event> {
        auto event = GreyFrames(60)(n, frame);
        if (n >= 10 && n < 40) frame->plane_bytes[0] -= 1;
        return event;
      });
  LevelExplainer explainer;
  MemorySink sink;
  std::mutex mutex;
  std::vector<std::string> log;
  Pipeline pipeline(&source, &explainer, nullptr, &sink, {},
                    [&](const std::string& line) {
                      const std::lock_guard lock(mutex);
                      log.push_back(line);
                    });
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  EXPECT_EQ(pipeline.stats().counts().damaged, 30u);
  ASSERT_EQ(sink.shown.size(), 30u);
  EXPECT_EQ(sink.shown[10].number, 40u);
  ASSERT_EQ(log.size(), 2u);
  EXPECT_THAT(log[0], HasSubstr("short frame"));
  EXPECT_THAT(log[1], HasSubstr("again"));
}

// As a stream from a file describes its frames.
class JpegStreamSource : public ScriptedSource {
 public:
  using ScriptedSource::ScriptedSource;
  void Describe(SourceState* state) const override {
    ScriptedSource::Describe(state);
    state->format = {.fourcc = V4L2_PIX_FMT_MJPEG, .width = 1, .height = 1};
  }
};

TEST(PipelineState, HasTheSizeThatJpegsTurnOutToHave) {
  const std::vector<uint8_t> jpeg = SampleJpeg(SamplePicture(16, 24));
  JpegStreamSource source(
      false, [&](uint64_t n, CapturedFrame* frame) -> StatusOr<Event> {
        if (n == 3) return Event::kEnd;
        frame->format = {.fourcc = V4L2_PIX_FMT_MJPEG, .width = 1, .height = 1};
        frame->bytes = jpeg;
        frame->plane_bytes = {frame->bytes.size(), 0, 0};
        return Event::kFrame;
      });
  LevelExplainer explainer;
  MemorySink sink;
  Pipeline pipeline(&source, &explainer, nullptr, &sink, {},
                    [](const std::string&) {});
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  const FrameFormat format = pipeline.source_state().format;
  EXPECT_EQ(format.width, 24u);
  EXPECT_EQ(format.height, 16u);
}

// Frames 5 to 19 lack their end marker, which costs no pixel.
TEST(PipelineDamage, HarmlessFaultsAreCountedAndToldOnce) {
  const std::vector<uint8_t> jpeg = SampleJpeg(SamplePicture(16, 24));
  ScriptedSource source(
      false, [&](uint64_t n, CapturedFrame* frame) -> StatusOr<Event> {
        if (n == 30) return Event::kEnd;
        frame->format = {
            .fourcc = V4L2_PIX_FMT_MJPEG, .width = 24, .height = 16};
        frame->bytes = jpeg;
        if (n >= 5 && n < 20) frame->bytes.resize(jpeg.size() - 2);
        frame->plane_bytes = {frame->bytes.size(), 0, 0};
        return Event::kFrame;
      });
  LevelExplainer explainer;
  MemorySink sink;
  std::mutex mutex;
  std::vector<std::string> log;
  Pipeline pipeline(&source, &explainer, nullptr, &sink, {},
                    [&](const std::string& line) {
                      const std::lock_guard lock(mutex);
                      log.push_back(line);
                    });
  StopSignal stop;
  ASSERT_TRUE(pipeline.Run(&stop).ok());
  EXPECT_EQ(sink.shown.size(), 30u);
  EXPECT_EQ(pipeline.stats().counts().damaged, 0u);
  EXPECT_EQ(pipeline.stats().counts().faulty, 15u);
  ASSERT_EQ(log.size(), 1u);
  EXPECT_THAT(log[0], HasSubstr("end marker is missing"));
}

}  // namespace
}  // namespace camglass
