#include <linux/videodev2.h>

#include <utility>

#include "camapp/live/frame_sources.h"

namespace camglass {
namespace {

class PictureSource : public FrameSource {
 public:
  using Log = std::function<void(const std::string& line)>;

  PictureSource(std::vector<std::string> pictures, const DecodeOptions& decode,
                Log log)
      : pictures_(std::move(pictures)), decode_(decode), log_(std::move(log)) {}

  StatusOr<Event> Next(int wake_fd, CapturedFrame* frame) override;
  bool live() const override { return false; }
  void Describe(SourceState* state) const override;

 private:
  std::vector<std::string> pictures_;
  DecodeOptions decode_;
  Log log_;
  size_t next_ = 0;
  FrameFormat format_;
};

StatusOr<FrameSource::Event> PictureSource::Next(int wake_fd,
                                                 CapturedFrame* frame) {
  if (next_ == pictures_.size()) return Event::kEnd;
  const std::string& path = pictures_[next_];
  decode_.wake_fd = wake_fd;
  DecodeReport decoded;
  auto picture = ReadPicture(path, decode_, &decoded);
  if (!picture.ok()) return picture.status().WithContext(path);
  if (!decoded.note.empty()) log_(path + ": " + decoded.note);
  format_ = {};
  format_.fourcc = V4L2_PIX_FMT_RGB24;
  format_.width = static_cast<uint32_t>(picture->w);
  format_.height = static_cast<uint32_t>(picture->h);
  format_.stride[0] = format_.width * 3;
  CAMGLASS_RETURN_IF_ERROR(CheckFrameFormat(format_).WithContext(path));
  frame->format = format_;
  frame->plane_bytes = {picture->rgb.size(), 0, 0};
  frame->bytes = std::move(picture->rgb);
  frame->timestamp_ns = 0;
  frame->picture = path;
  frame->sequence = static_cast<uint32_t>(next_++);
  return Event::kFrame;
}

void PictureSource::Describe(SourceState* state) const {
  state->name = pictures_.empty() || next_ == 0 ? "" : pictures_[next_ - 1];
  state->node.clear();
  state->state = "streaming";
  state->format = format_;
  state->fps = 0;
  state->counts = {};
  state->counts.delivered = next_;
}

}  // namespace

std::unique_ptr<FrameSource> MakePictureSource(
    std::vector<std::string> pictures, const DecodeOptions& decode,
    std::function<void(const std::string& line)> log) {
  return std::make_unique<PictureSource>(std::move(pictures), decode,
                                         std::move(log));
}

}  // namespace camglass
