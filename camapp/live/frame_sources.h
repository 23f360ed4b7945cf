// The sources that need no more than being opened.
#ifndef CAMGLASS_CAMAPP_LIVE_FRAME_SOURCES_H_
#define CAMGLASS_CAMAPP_LIVE_FRAME_SOURCES_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "camapp/capture/camera.h"
#include "camapp/live/frame_source.h"
#include "camapp/picture/decode.h"

namespace camglass {

// A camera's frames.
std::unique_ptr<FrameSource> MakeCameraSource(std::unique_ptr<Camera> camera);

// Frames from a file or a pipe: JPEGs end to end, Y4M, or a recording.
struct VideoOptions {
  std::string path;  // "-": standard input
  // At the stream's own pace, by its timestamps or its nominal rate; else as
  // fast as frames can be processed.
  bool pace = false;
  double fps = 30;  // nominal rate of JPEG streams, which tell none
  // Whether somebody wants that rate: refused for streams that have their own.
  bool fps_is_asked = false;
  uint64_t repeat = 1;  // how often to play it; a pipe can't be repeated
  int stop_fd = -1;     // readable: waits no longer for the first bytes
  std::function<void(const std::string& line)> log;  // of what is skipped
};

// Opens the file and waits for its first bytes. What can't be played, such as
// MP4 or H.264, fails with a sentence that says how it could be.
StatusOr<std::unique_ptr<FrameSource>> OpenVideo(const VideoOptions& options);

// Picture files as frames, one after the other. Ends after the last. A picture
// that can't be read ends it with an error. log is told what there is to note
// of a picture: DecodeReport.
std::unique_ptr<FrameSource> MakePictureSource(
    std::vector<std::string> pictures, const DecodeOptions& decode,
    std::function<void(const std::string& line)> log);

// A moving test picture at a camera's rate: works everywhere, and the same
// frames come every time. RGB frames: colour bars, a grey ramp, and a disc that
// goes round. Fails where a side is 0 or beyond limits.h.
StatusOr<std::unique_ptr<FrameSource>> MakePattern(uint32_t width,
                                                   uint32_t height, double fps);

// Gives what another source gives, and after its end nothing, without an end:
// so that a window stays open on its last frame. A source without frames just
// ends.
std::unique_ptr<FrameSource> MakeHoldSource(
    std::unique_ptr<FrameSource> source);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_FRAME_SOURCES_H_
