// Runs the live pipeline for long, and watches what it takes:
//
//   live_soak [--frames N] [--input-scale F] [--threads N] [VIDEO]
//
// VIDEO (JPEGs end to end, Y4M or a recording; without one, 60 frames of the
// test pattern, 640x480, as JPEGs) is played again and again through decoding,
// the network and the overlay into a sink that keeps nothing. After the
// first frames the program's own memory, its descriptors and the number of its
// allocations must stay what they are. Prints a line of numbers every
// twentieth of the way; status 1 where something grew, 77 (skipped) under a
// sanitizer, which allocates itself.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

#include "camapp/cam/explain_flags.h"
#include "camapp/live/frame_sources.h"
#include "camapp/live/headless_sink.h"
#include "camapp/live/pipeline.h"
#include "tests/live/pattern_jpegs.h"
#include "tests/nets/allocation_counter.h"

namespace camglass {
namespace {

constexpr int kSkipped = 77;
// By then every frame of the pools has been used, and every size been seen.
constexpr uint64_t kWarmUpFrames = 200;

struct Memory {
  long resident = -1;   // KiB
  long anonymous = -1;  // of it: heap and stacks, not the program's own pages
};

// Without stdio, whose buffers would be allocations.
Memory MemoryInUse() {
  char text[4096] = {};
  const int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  const ssize_t got = read(fd, text, sizeof(text) - 1);
  close(fd);
  Memory memory;
  if (got <= 0) return memory;
  if (const char* line = std::strstr(text, "VmRSS:"))
    memory.resident = std::strtol(line + 6, nullptr, 10);
  if (const char* line = std::strstr(text, "RssAnon:"))
    memory.anonymous = std::strtol(line + 8, nullptr, 10);
  return memory;
}

int OpenDescriptors() {
  constexpr int kEnough = 1024;
  int open_ones = 0;
  for (int fd = 0; fd < kEnough; ++fd)
    if (fcntl(fd, F_GETFD) >= 0) ++open_ones;
  return open_ones;
}

// Passes frames on, and looks at the process between them.
class Watch : public FrameSink {
 public:
  Watch(FrameSink* sink, uint64_t frames)
      : sink_(sink), frames_(frames), every_(frames / 20 + 1) {}

  StatusOr<ShowTimes> Show(const LiveFrame& frame,
                           const SharedExplanation& explanation,
                           const SourceState& source) override {
    if (!explanation) return InvalidInput("a frame without its map");
    auto times = sink_->Show(frame, explanation, source);
    ++shown_;
    if (shown_ == kWarmUpFrames) Begin();
    if (shown_ % every_ == 0 || shown_ == frames_) Look();
    return times;
  }
  Status ShowWaiting(const SourceState&) override { return Status(); }

  // Whether all frames came, and nothing has grown since the warm-up.
  bool Steady() const {
    return shown_ == frames_ && shown_ > kWarmUpFrames && !grew_;
  }

 private:
  void Begin() {
    descriptors_ = OpenDescriptors();
    counter_.emplace();
  }
  void Look() {
    const bool warm = counter_.has_value();
    const size_t allocations = warm ? counter_->Count() : 0;
    const Memory memory = MemoryInUse();
    const int descriptors = OpenDescriptors();
    std::fprintf(stderr,
                 "%8llu frames  %7ld KiB resident, %ld anonymous  "
                 "%2d descriptors  %zu allocations%s\n",
                 static_cast<unsigned long long>(shown_), memory.resident,
                 memory.anonymous, descriptors, allocations,
                 warm ? "" : " counted: warming up");
    if (!warm) return;
    if (least_ < 0) least_ = memory.anonymous;
    constexpr long kPage = 4;
    grew_ |= allocations > 0 || descriptors != descriptors_ ||
             memory.anonymous > least_ + kPage;
    counter_.emplace();
  }

  FrameSink* sink_;
  const uint64_t frames_;
  const uint64_t every_;
  uint64_t shown_ = 0;
  long least_ = -1;  // anonymous KiB at the first look
  int descriptors_ = 0;
  bool grew_ = false;
  std::optional<AllocationCounter> counter_;
};

std::string WritePattern() {
  char path[] = "/tmp/camglass_soak_XXXXXX";
  const int fd = mkstemp(path);
  for (const auto& jpeg : PatternJpegs(640, 480, 60))
    if (fd < 0 || write(fd, jpeg.data(), jpeg.size()) < 0) return "";
  close(fd);
  return path;
}

int Fail(const Status& status) {
  std::fprintf(stderr, "live_soak: %s\n", status.message().c_str());
  return 1;
}

int Run(const std::string& video, uint64_t frames, const ExplainFlags& flags) {
  auto source = OpenVideo({.path = video, .repeat = frames});
  if (!source.ok()) return Fail(source.status());
  auto explainer = MakeExplainer(flags);
  if (!explainer.ok()) return Fail(explainer.status());
  HeadlessOptions options;
  options.view = ViewKind::kOverlay;
  options.reporting = Reporting::kNone;
  auto nothing = MakePictureSink({});
  if (!nothing.ok()) return Fail(nothing.status());
  HeadlessSink sink(options, explainer->get(), *std::move(nothing));
  Watch watch(&sink, frames);
  Pipeline pipeline(source->get(), explainer->get(), nullptr, &watch,
                    {.frames = frames}, [](const std::string&) {});
  StopSignal stop;
  const Status ran = pipeline.Run(&stop);
  if (!ran.ok()) return Fail(ran);
  std::fputs(watch.Steady() ? "nothing grew\n" : "something grew\n", stderr);
  return watch.Steady() ? 0 : 1;
}

}  // namespace
}  // namespace camglass

int main(int argc, char** argv) {
  uint64_t frames = 2000;
  std::string video;
  camglass::ExplainFlags flags;
  flags.resize = camglass::ResizeQuality::kFast;
  CLI::App app("Runs the live pipeline for long, and watches what it takes.");
  app.add_option("--frames", frames, "How many");
  app.add_option("--input-scale", flags.input_scale, "As camapp's");
  app.add_option("--threads", flags.threads, "As camapp's");
  app.add_option("VIDEO", video, "What to play; default: the test pattern");
  CLI11_PARSE(app, argc, argv);
  if (!camglass::CanCountAllocations()) return camglass::kSkipped;
  const bool own = video.empty();
  if (own) video = camglass::WritePattern();
  const int status = camglass::Run(video, frames, flags);
  if (own) unlink(video.c_str());
  return status;
}
