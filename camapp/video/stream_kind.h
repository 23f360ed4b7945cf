// The kind of a stream of moving pictures, by its first bytes.
#ifndef CAMGLASS_CAMAPP_VIDEO_STREAM_KIND_H_
#define CAMGLASS_CAMAPP_VIDEO_STREAM_KIND_H_

#include <cstddef>
#include <string>

#include "camapp/video/input_stream.h"
#include "engine/base/status.h"

namespace camglass {

enum class StreamKind { kJpegs, kY4m, kRecording };

struct StreamStart {
  StreamKind kind = StreamKind::kJpegs;
  // What comes before it: a program's greeting, HTTP headers, the rest of a
  // frame whose beginning was missed.
  size_t offset = 0;
};

// Looks for the first thing that can be played, and takes nothing from the
// stream. Fails where there is none within limits.h, with what it is instead
// and what to do; `path` is for the command in that sentence.
StatusOr<StreamStart> FindStreamStart(InputStream& stream,
                                      const std::string& path);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIDEO_STREAM_KIND_H_
