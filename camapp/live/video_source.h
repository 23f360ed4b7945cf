// Frames from a file or a pipe: JPEGs end to end, Y4M, or a recording.
#ifndef CAMGLASS_CAMAPP_LIVE_VIDEO_SOURCE_H_
#define CAMGLASS_CAMAPP_LIVE_VIDEO_SOURCE_H_

#include <functional>
#include <memory>
#include <string>

#include "camapp/live/frame_source.h"

namespace camglass {

struct VideoOptions {
  std::string path;  // "-": standard input
  // At the stream's own pace, by its timestamps or its nominal rate; else as
  // fast as frames can be processed.
  bool pace = false;
  double fps = 30;      // nominal rate of JPEG streams, which tell none
  uint64_t repeat = 1;  // how often to play it; a pipe can't be repeated
  int stop_fd = -1;     // readable: waits no longer for the first bytes
  std::function<void(const std::string& line)> log;  // of what is skipped
};

// Opens the file and waits for its first bytes. What can't be played, such as
// MP4 or H.264, fails with a sentence that says how it could be.
StatusOr<std::unique_ptr<FrameSource>> OpenVideo(const VideoOptions& options);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_VIDEO_SOURCE_H_
