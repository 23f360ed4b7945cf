// A video file: a recording, Y4M, or JPEGs end to end, up to the pictures.
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "camapp/capture/frame_to_rgb.h"
#include "camapp/video/input_stream.h"
#include "camapp/video/jpeg_stream.h"
#include "camapp/video/recording.h"
#include "camapp/video/stream_kind.h"
#include "camapp/video/y4m.h"
#include "tests/fuzz/fuzz_input.h"

namespace camglass {
namespace {

// Whole pictures take long; the first frames show all there is to see.
constexpr int kFrames = 8;

template <typename ReadFrame>
void Play(ReadFrame read) {
  static FrameToRgb convert;
  CapturedFrame frame;
  Picture picture;
  for (int i = 0; i < kFrames; ++i) {
    const StatusOr<bool> more = read(&frame);
    if (!more.ok() && more.status().message().empty()) std::abort();
    if (!more.ok() || !*more) return;
    size_t planes = 0;
    for (const size_t bytes : frame.plane_bytes) planes += bytes;
    if (planes != frame.bytes.size()) std::abort();
    const Status decoded = convert.Convert(frame, &picture);
    if (!decoded.ok() && decoded.message().empty()) std::abort();
  }
}

void PlayRecording(std::span<const uint8_t> file) {
  InputStream stream = InputStream::Over(file);
  if (!ReadRecordingHeader(stream).ok()) return;
  Play([&](CapturedFrame* frame) { return ReadRecordedFrame(stream, frame); });
}

void PlayY4m(std::span<const uint8_t> file) {
  InputStream stream = InputStream::Over(file);
  const auto header = ReadY4mHeader(stream);
  if (!header.ok()) return;
  Play([&](CapturedFrame* frame) {
    return ReadY4mFrame(stream, *header, frame);
  });
}

void FindStart(std::span<const uint8_t> file) {
  InputStream stream = InputStream::Over(file);
  const auto start = FindStreamStart(stream, "-");
  if (stream.position() != 0) std::abort();
  if (!start.ok() && start.status().message().empty()) std::abort();
  if (start.ok() && start->offset >= file.size()) std::abort();
}

void PlayJpegs(std::span<const uint8_t> file) {
  InputStream stream = InputStream::Over(file);
  JpegStream jpegs;
  Play([&](CapturedFrame* frame) {
    frame->format = {};
    frame->format.fourcc = *ParseFourcc("MJPG");
    frame->format.width = frame->format.height = 1;
    StatusOr<bool> more = jpegs.Next(stream, &frame->bytes);
    frame->plane_bytes = {frame->bytes.size(), 0, 0};
    return more;
  });
}

}  // namespace
}  // namespace camglass

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::span<const uint8_t> file(data, size);
  camglass::FindStart(file);
  camglass::PlayRecording(file);
  camglass::PlayY4m(file);
  camglass::PlayJpegs(file);
  return 0;
}
