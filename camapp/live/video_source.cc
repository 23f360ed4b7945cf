#include "camapp/live/video_source.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "camapp/live/pacer.h"
#include "camapp/video/input_stream.h"
#include "camapp/video/jpeg_stream.h"
#include "camapp/video/recording.h"
#include "camapp/video/y4m.h"

namespace camglass {
namespace {

enum class Kind { kJpegs, kY4m, kRecording };

bool BeginsWith(std::span<const uint8_t> bytes, size_t at,
                std::string_view text) {
  return bytes.size() >= at + text.size() &&
         std::memcmp(bytes.data() + at, text.data(), text.size()) == 0;
}

std::string_view ContainerOf(std::span<const uint8_t> bytes) {
  if (BeginsWith(bytes, 4, "ftyp")) return "an MP4 or QuickTime file";
  if (BeginsWith(bytes, 0, "\x1A\x45\xDF\xA3")) return "a Matroska/WebM file";
  if (BeginsWith(bytes, 8, "AVI ")) return "an AVI file";
  if (BeginsWith(bytes, 0, "OggS")) return "an Ogg file";
  if (BeginsWith(bytes, 0, "\x47\x40")) return "an MPEG transport stream";
  return "";
}

StatusOr<Kind> KindOf(InputStream& stream, const std::string& path) {
  const auto bytes = stream.Peek(16);
  if (BeginsWith(bytes, 0, "\xFF\xD8\xFF")) return Kind::kJpegs;
  if (BeginsWith(bytes, 0, "YUV4MPEG2")) return Kind::kY4m;
  if (BeginsWith(bytes, 0, kRecordingMagic)) return Kind::kRecording;
  if (bytes.empty()) return InvalidInput(path + ": there is nothing in it");
  const std::string_view container = ContainerOf(bytes);
  return InvalidInput(
      path + ": " +
      (container.empty() ? "neither JPEG frames, Y4M nor a recording of camapp"
                         : std::string(container)) +
      "; let ffmpeg unpack it: ffmpeg -v error -i " + path +
      " -pix_fmt yuv420p -f yuv4mpegpipe - | camapp --video -");
}

class VideoSource : public FrameSource {
 public:
  VideoSource(const VideoOptions& options, InputStream stream, Kind kind)
      : options_(options), stream_(std::move(stream)), kind_(kind) {}

  Status Start();
  StatusOr<Event> Next(int wake_fd, CapturedFrame* frame) override;
  bool live() const override { return options_.pace; }
  bool has_capture_times() const override { return false; }
  void Describe(SourceState* state) const override;

 private:
  StatusOr<bool> ReadFrame(CapturedFrame* frame);
  StatusOr<bool> Rewind();
  Status Failed(const Status& why) const;

  VideoOptions options_;
  InputStream stream_;
  Kind kind_;
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
  if (kind_ == Kind::kRecording) return ReadRecordingHeader(stream_);
  if (kind_ != Kind::kY4m) return Status();
  CAMGLASS_ASSIGN_OR_RETURN(y4m_, ReadY4mHeader(stream_));
  fps_ = y4m_.fps;
  return Status();
}

Status VideoSource::Failed(const Status& why) const {
  return why.WithContext(options_.path + ", frame " + std::to_string(read_));
}

StatusOr<bool> VideoSource::ReadFrame(CapturedFrame* frame) {
  if (kind_ == Kind::kRecording) return ReadRecordedFrame(stream_, frame);
  // Other streams bring no times: the nominal ones serve.
  frame->sequence = static_cast<uint32_t>(read_);
  frame->timestamp_ns =
      static_cast<int64_t>(static_cast<double>(read_) * 1e9 / fps_);
  if (kind_ == Kind::kY4m) return ReadY4mFrame(stream_, y4m_, frame);
  frame->format = {};
  frame->format.fourcc = V4L2_PIX_FMT_MJPEG;
  frame->format.width = frame->format.height = 1;  // the JPEG tells its size
  CAMGLASS_ASSIGN_OR_RETURN(const bool more, ReadJpeg(stream_, &frame->bytes));
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
  state->name = options_.path;
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
  CAMGLASS_ASSIGN_OR_RETURN(const Kind kind, KindOf(stream, options.path));
  auto source = std::make_unique<VideoSource>(options, std::move(stream), kind);
  CAMGLASS_RETURN_IF_ERROR(source->Start().WithContext(options.path));
  return std::unique_ptr<FrameSource>(std::move(source));
}

}  // namespace camglass
