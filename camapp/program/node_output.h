// The live view as a camera for other programs.
#ifndef CAMGLASS_CAMAPP_PROGRAM_NODE_OUTPUT_H_
#define CAMGLASS_CAMAPP_PROGRAM_NODE_OUTPUT_H_

#include <cstdint>
#include <memory>
#include <utility>

#include "camapp/live/pacer.h"
#include "camapp/output/video_node.h"
#include "camapp/viewer/viewer_output.h"
#include "engine/base/stopwatch.h"

namespace camglass {

// What video calls expect.
inline constexpr Extent kNodeSize = {720, 1280};

class NodeOutput : public ViewerOutput {
 public:
  explicit NodeOutput(std::unique_ptr<VideoNode> node)
      : node_(std::move(node)) {}

  // Who reads a camera takes one without frames for broken.
  StatusOr<bool> Attend() override {
    return MonotonicNs() - written_ns_ > kLongestPauseNs;
  }
  Extent Size(Extent) override { return node_->size(); }
  StatusOr<ShowTimes> PresentPicture(const Picture& picture,
                                     const ViewerState&) override {
    Stopwatch watch;
    CAMGLASS_RETURN_IF_ERROR(node_->Write(picture));
    written_ns_ = MonotonicNs();
    return ShowTimes{.draw = 0, .write = watch.Lap()};
  }

 private:
  static constexpr int64_t kLongestPauseNs = 200'000'000;
  std::unique_ptr<VideoNode> node_;
  int64_t written_ns_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PROGRAM_NODE_OUTPUT_H_
