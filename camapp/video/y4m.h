// YUV4MPEG2: raw frames with a line of text before them, as ffmpeg and mpv
// read and write it.
#ifndef CAMGLASS_CAMAPP_VIDEO_Y4M_H_
#define CAMGLASS_CAMAPP_VIDEO_Y4M_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "camapp/capture/frame_format.h"
#include "camapp/picture/picture.h"
#include "camapp/video/input_stream.h"
#include "engine/base/status.h"

namespace camglass {

struct Y4mHeader {
  FrameFormat format;  // three planes (4:2:0) or one (grey)
  double fps = 25;
  std::array<size_t, kMaxPlanes> plane_bytes = {};
};

// The stream's first line. Understands 4:2:0 in 8 bits in all its chroma
// positions (which are not told apart) and grey; others fail with the ffmpeg
// option that makes 4:2:0. An odd last row or column is left out.
StatusOr<Y4mHeader> ReadY4mHeader(InputStream& stream);

// The next frame into *frame; false at the end. Fails where a frame is
// malformed or cut short.
StatusOr<bool> ReadY4mFrame(InputStream& stream, const Y4mHeader& header,
                            CapturedFrame* frame);

// Writes 4:2:0, BT.601, limited range. Chroma is the mean of four pixels. An
// odd side is made even by repeating the last row or column.
class Y4mEncoder {
 public:
  Y4mEncoder(Extent size, double fps);
  std::string Header() const;
  // A frame of the size given, with its own line. Holds until the next call.
  const std::vector<uint8_t>& Frame(const Picture& picture);
  // The same without the line: the planes Y, U, V.
  std::span<const uint8_t> Planes(const Picture& picture);

 private:
  void PutLuma(const Picture& picture, uint8_t* luma) const;
  void PutChroma(const Picture& picture, uint8_t* u, uint8_t* v) const;

  Extent size_;  // even
  double fps_;
  std::vector<uint8_t> frame_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIDEO_Y4M_H_
