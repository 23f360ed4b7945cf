// JPEGs end to end: Motion JPEG without a container, as cameras' programs and
// cameras in the network send it.
#ifndef CAMGLASS_CAMAPP_VIDEO_JPEG_STREAM_H_
#define CAMGLASS_CAMAPP_VIDEO_JPEG_STREAM_H_

#include <cstdint>
#include <string>
#include <vector>

#include "camapp/video/input_stream.h"
#include "camapp/video/part_header.h"
#include "engine/base/status.h"

namespace camglass {

class JpegStream {
 public:
  // Copies the next JPEG into *jpeg, and reads no byte behind its end-of-image
  // marker, so that a picture from a pipe is there before the next begins.
  // False at the stream's end.
  //
  // Markers are followed by their lengths, so that a thumbnail inside one is
  // not taken for a picture. What lies between pictures is skipped; headers of
  // multipart streams (multipart/x-mixed-replace) are looked at: a part ends at
  // its Content-Length, or before the next boundary, where its picture has no
  // end marker. Others without one end where the next begins, or the stream
  // does: the decoder tells what they are worth. Fails where a picture has more
  // bytes than limits.h allows.
  StatusOr<bool> Next(InputStream& stream, std::vector<uint8_t>* jpeg);

  // Bytes skipped before the first picture, headers apart.
  uint64_t skipped_before_first() const { return skipped_before_first_; }

 private:
  bool SkipToStart(InputStream& stream);
  void SkipTo(InputStream& stream, size_t size);
  void TakeBoundaryFrom(std::vector<uint8_t>* jpeg);

  std::string before_;  // the last bytes before the picture
  uint64_t skipped_ = 0;
  uint64_t skipped_before_first_ = 0;
  bool any_ = false;
  PartHeader part_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIDEO_JPEG_STREAM_H_
