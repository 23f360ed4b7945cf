// A video output node, such as v4l2loopback's: what is written to it other
// programs see as a camera.
#ifndef CAMGLASS_CAMAPP_OUTPUT_VIDEO_NODE_H_
#define CAMGLASS_CAMAPP_OUTPUT_VIDEO_NODE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "camapp/output/picture_sink.h"
#include "camapp/picture/picture.h"
#include "camapp/video/y4m.h"
#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

class VideoNode : public PictureSink {
 public:
  // Pictures of this size (even sides) as planar 4:2:0, which programs for
  // video calls take. Fails where the node is none, is one that only captures,
  // or doesn't take that format.
  static StatusOr<std::unique_ptr<VideoNode>> Open(const std::string& path,
                                                   Extent size, double fps);
  ~VideoNode() override;
  VideoNode(const VideoNode&) = delete;
  VideoNode& operator=(const VideoNode&) = delete;

  Extent size() const { return size_; }

  // picture has size(). A node that is busy misses it.
  Status Write(const Picture& picture, uint64_t number) override;

 private:
  VideoNode(std::string path, int fd, Extent size, double fps);
  Status SetFormat();
  void TakeNode();

  const std::string path_;
  const int fd_;
  const Extent size_;
  Y4mEncoder encoder_;
  // What the driver wants at once: it may round up to whole pages.
  std::vector<uint8_t> frame_;
  bool taken_ = false;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_OUTPUT_VIDEO_NODE_H_
