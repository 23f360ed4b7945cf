// Sinks of scenes that are neither a window nor a page.
#ifndef CAMGLASS_CAMAPP_PROGRAM_SCENE_SINKS_H_
#define CAMGLASS_CAMAPP_PROGRAM_SCENE_SINKS_H_

#include <cstdint>
#include <memory>
#include <utility>

#include "camapp/live/pacer.h"
#include "camapp/output/video_node.h"
#include "camapp/viewer/scene_sink.h"
#include "engine/base/console.h"
#include "engine/base/stopwatch.h"

namespace camglass {

// What video calls expect.
inline constexpr Extent kNodeSize = {720, 1280};

// The live view as a camera for other programs.
class NodeSink : public PaintedSceneSink {
 public:
  explicit NodeSink(std::unique_ptr<VideoNode> node) : node_(std::move(node)) {}
  // Who reads a camera takes one without frames for broken.
  StatusOr<bool> Attend() override {
    return MonotonicNs() - written_ns_ > kLongestPauseNs;
  }
  Extent Size(Extent) override { return node_->size(); }
  StatusOr<ShowTimes> PresentPicture(const Picture& picture,
                                     const ViewerState& state) override {
    Stopwatch watch;
    CAMGLASS_RETURN_IF_ERROR(node_->Write(picture, state.fields.frame));
    written_ns_ = MonotonicNs();
    return ShowTimes{.draw = 0, .write = watch.Lap()};
  }

 private:
  static constexpr int64_t kLongestPauseNs = 200'000'000;
  std::unique_ptr<VideoNode> node_;
  int64_t written_ns_ = 0;
};

// The state of the live view as lines of JSON on standard output.
class JsonSink : public SceneSink {
 public:
  StatusOr<ShowTimes> Present(const Scene&, const ViewerState& state) override {
    PrintJsonLine(StateJson(state));
    CAMGLASS_RETURN_IF_ERROR(FlushOutput());
    return ShowTimes();
  }
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PROGRAM_SCENE_SINKS_H_
