// JPEG frames of a stream, one after another, without new memory for each.
#ifndef CAMGLASS_CAMAPP_PICTURE_JPEG_FRAME_DECODER_H_
#define CAMGLASS_CAMAPP_PICTURE_JPEG_FRAME_DECODER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "camapp/picture/picture.h"
#include "engine/status.h"

namespace camglass {

struct JpegFrameLimits {
  uint32_t side = 0;      // of the picture
  size_t work_bytes = 0;  // that decoding may take beyond the picture
};

class JpegFrameDecoder {
 public:
  explicit JpegFrameDecoder(const JpegFrameLimits& limits);
  ~JpegFrameDecoder();

  // Decodes one JPEG: accurate DCT, fancy upsampling, as for files. Bytes after
  // the picture's end are ignored, since cameras pad. A frame without Huffman
  // tables gets the standard ones. Anything else that libjpeg warns of (cut
  // short, bad codes) is an error: the frame is damaged, *picture is then
  // undefined. Each frame is decoded as if it were the first. Allocates nothing
  // after frames of the same size, unless they come in several scans.
  Status Decode(std::span<const uint8_t> jpeg, Picture* picture);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_JPEG_FRAME_DECODER_H_
