// Frames from a file or a pipe: JPEGs end to end, Y4M, or a recording.
#ifndef CAMGLASS_CAMAPP_LIVE_VIDEO_SOURCE_H_
#define CAMGLASS_CAMAPP_LIVE_VIDEO_SOURCE_H_

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
};

// Opens the file and looks at its first bytes. A container such as MP4 fails
// with a sentence that names the ffmpeg command for a pipe.
StatusOr<std::unique_ptr<FrameSource>> OpenVideo(const VideoOptions& options);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_VIDEO_SOURCE_H_
