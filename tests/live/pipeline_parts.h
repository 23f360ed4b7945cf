// Sources, explainers and sinks that do what a test of the pipeline says.
#ifndef CAMGLASS_TESTS_LIVE_PIPELINE_PARTS_H_
#define CAMGLASS_TESTS_LIVE_PIPELINE_PARTS_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "camapp/cam/explanation.h"
#include "camapp/live/frame_sink.h"
#include "camapp/live/frame_source.h"
#include "camapp/output/recorder.h"

namespace camglass {

// A number that threads count up, and that others wait for.
class Milestone {
 public:
  void Reach(uint64_t value) {
    const std::lock_guard lock(mutex_);
    if (value > reached_) reached_ = value;
    changed_.notify_all();
  }
  // False where it was not reached in a time that is only there to end a test
  // that fails.
  bool Await(uint64_t value) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(60),
                             [&] { return reached_ >= value; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  uint64_t reached_ = 0;
};

// A grey picture, all pixels `level`.
void MakeGreyFrame(uint32_t width, uint32_t height, uint8_t level,
                   CapturedFrame* frame);

// Frame n is whatever `next` makes of it.
class ScriptedSource : public FrameSource {
 public:
  using Script =
      std::function<StatusOr<Event>(uint64_t n, CapturedFrame* frame)>;
  ScriptedSource(bool live, Script next)
      : live_(live), next_(std::move(next)) {}

  StatusOr<Event> Next(int wake_fd, CapturedFrame* frame) override;
  bool live() const override { return live_; }
  bool has_capture_times() const override { return false; }
  void Release() override {
    if (on_release) on_release();
  }
  void Describe(SourceState* state) const override;

  std::function<void()> on_release;

 private:
  bool live_;
  Script next_;
  uint64_t given_ = 0;
};

// Grey frames of 16 x 8, as level their number (mod 256), and then the end.
ScriptedSource::Script GreyFrames(uint64_t count);

// Says of a frame that its class is its first pixel's level, or what `before`
// fails with; `before` is told which call it is, from 0.
class LevelExplainer : public FrameExplainer {
 public:
  explicit LevelExplainer(std::function<Status(uint64_t call)> before = {})
      : before_(std::move(before)) {}
  Status Explain(const Picture& frame, Explanation* out) override;

 private:
  std::function<Status(uint64_t)> before_;
  uint64_t calls_ = 0;
};

struct ShownFrame {
  uint64_t number = 0;
  size_t width = 0;
  uint8_t level = 0;
  bool explained = false;
  size_t explained_level = 0;
  size_t explained_width = 0;
};

// Remembers what it was shown; `after` is told how many so far.
class MemorySink : public FrameSink {
 public:
  explicit MemorySink(std::function<Status(uint64_t shown)> after = {})
      : after_(std::move(after)) {}
  StatusOr<ShowTimes> Show(const LiveFrame& frame,
                           const SharedExplanation& explanation,
                           const SourceState& source) override;
  Status ShowWaiting(const SourceState& source) override;

  std::vector<ShownFrame> shown;
  uint64_t waited = 0;
  std::function<void()> on_waiting;

 private:
  std::function<Status(uint64_t)> after_;
};

class MemoryRecorder : public FrameRecorder {
 public:
  Status Write(const CapturedFrame& frame) override;

  std::vector<CapturedFrame> frames;
  uint64_t fails_at = UINT64_MAX;
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_LIVE_PIPELINE_PARTS_H_
