#include <linux/videodev2.h>

#include <algorithm>
#include <utility>

#include "camapp/live/frame_sources.h"
#include "camapp/live/pacer.h"
#include "camapp/video/input_stream.h"
#include "camapp/video/jpeg_stream.h"
#include "camapp/video/recording.h"
#include "camapp/video/stream_kind.h"
#include "camapp/video/y4m.h"
#include "engine/base/counted.h"

namespace camglass {
namespace {

std::string NameOf(const std::string& path) {
  return path == "-" ? "standard input" : path;
}

class VideoSource : public FrameSource {
 public:
  VideoSource(const VideoOptions& options, InputStream stream,
              const StreamStart& start)
      : options_(options),
        name_(NameOf(options.path)),
        stream_(std::move(stream)),
        start_(start) {}

  Status Start();
  StatusOr<Event> Next(int wake_fd, CapturedFrame* frame) override;
  bool live() const override { return options_.pace; }
  bool has_capture_times() const override { return false; }
  void Describe(SourceState* state) const override;

 private:
  StatusOr<bool> ReadFrame(CapturedFrame* frame);
  StatusOr<bool> Rewind();
  Status Failed(const Status& why) const;
  void TellSkipped(uint64_t bytes);

  VideoOptions options_;
  const std::string name_;  // for people; made once, as each frame asks for it
  InputStream stream_;
  StreamStart start_;
  JpegStream jpegs_;
  Y4mHeader y4m_;
  double fps_ = 0;
  FrameFormat format_;
  Pacer pacer_;
  bool waiting_ = false;  // the frame was read, its time hasn't come
  // What the largest frame so far needed: every frame's memory gets it at once.
  size_t largest_ = 0;
  uint64_t read_ = 0;
  uint64_t played_ = 1;
};

Status VideoSource::Start() {
  fps_ = options_.fps;
  jpegs_ = JpegStream();  // which skips by itself
  if (start_.kind == StreamKind::kJpegs) return Status();
  stream_.Skip(std::min(stream_.Peek(start_.offset).size(), start_.offset));
  TellSkipped(start_.offset);
  if (start_.kind == StreamKind::kRecording)
    return ReadRecordingHeader(stream_);
  CAMGLASS_ASSIGN_OR_RETURN(y4m_, ReadY4mHeader(stream_));
  fps_ = y4m_.fps;
  return Status();
}

Status VideoSource::Failed(const Status& why) const {
  return why.WithContext(name_ + ", frame " + std::to_string(read_));
}

// Once, however often it is played.
void VideoSource::TellSkipped(uint64_t bytes) {
  if (bytes == 0 || read_ > 0 || !options_.log) return;
  options_.log(name_ + ": skipped " + Counted(bytes, "byte") +
               " before the first picture");
}

StatusOr<bool> VideoSource::ReadFrame(CapturedFrame* frame) {
  if (start_.kind == StreamKind::kRecording)
    return ReadRecordedFrame(stream_, frame);
  // Other streams bring no times: the nominal ones serve.
  frame->sequence = static_cast<uint32_t>(read_);
  frame->timestamp_ns =
      static_cast<int64_t>(static_cast<double>(read_) * 1e9 / fps_);
  if (start_.kind == StreamKind::kY4m)
    return ReadY4mFrame(stream_, y4m_, frame);
  frame->format = {};
  frame->format.fourcc = V4L2_PIX_FMT_MJPEG;
  frame->format.width = frame->format.height = 1;  // the JPEG tells its size
  CAMGLASS_ASSIGN_OR_RETURN(const bool more,
                            jpegs_.Next(stream_, &frame->bytes));
  TellSkipped(jpegs_.skipped_before_first());
  frame->plane_bytes = {frame->bytes.size(), 0, 0};
  return more;
}

StatusOr<bool> VideoSource::Rewind() {
  if (played_ >= options_.repeat) return false;
  ++played_;
  CAMGLASS_RETURN_IF_ERROR(stream_.Rewind());
  CAMGLASS_RETURN_IF_ERROR(Start());
  pacer_.Restart();
  return true;
}

StatusOr<FrameSource::Event> VideoSource::Next(int wake_fd,
                                               CapturedFrame* frame) {
  stream_.SetWakeFd(wake_fd);
  if (!waiting_) {
    frame->bytes.reserve(largest_);
    auto more = ReadFrame(frame);
    if (stream_.woken()) return Event::kNothingYet;
    if (!more.ok()) return Failed(more.status());
    if (!*more) {
      CAMGLASS_ASSIGN_OR_RETURN(const bool again, Rewind());
      return again ? Event::kNothingYet : Event::kEnd;
    }
    ++read_;
    largest_ = std::max(largest_, frame->bytes.capacity());
    format_ = frame->format;
  }
  if (!options_.pace) return Event::kFrame;
  waiting_ = !pacer_.WaitFor(frame->timestamp_ns, wake_fd);
  return waiting_ ? Event::kNothingYet : Event::kFrame;
}

void VideoSource::Describe(SourceState* state) const {
  state->name = name_;
  state->node.clear();
  state->state = "streaming";
  state->format = format_;
  state->fps = fps_;
  state->counts = {};
  state->counts.delivered = read_;
}

}  // namespace

StatusOr<std::unique_ptr<FrameSource>> OpenVideo(const VideoOptions& options) {
  CAMGLASS_ASSIGN_OR_RETURN(InputStream stream,
                            InputStream::Open(options.path));
  stream.SetWakeFd(options.stop_fd);
  const auto start = FindStreamStart(stream, options.path);
  if (!start.ok()) return start.status().WithContext(NameOf(options.path));
  if (options.fps_is_asked && start->kind != StreamKind::kJpegs)
    return UsageError("--fps has no effect here: " + NameOf(options.path) +
                      " has a rate of its own; leave it out");
  auto source =
      std::make_unique<VideoSource>(options, std::move(stream), *start);
  CAMGLASS_RETURN_IF_ERROR(source->Start().WithContext(NameOf(options.path)));
  return std::unique_ptr<FrameSource>(std::move(source));
}

}  // namespace camglass
