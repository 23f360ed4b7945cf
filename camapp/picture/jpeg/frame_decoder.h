// JPEG frames of a stream, one after another, without new memory for each.
#ifndef CAMGLASS_CAMAPP_PICTURE_JPEG_FRAME_DECODER_H_
#define CAMGLASS_CAMAPP_PICTURE_JPEG_FRAME_DECODER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

struct JpegFrameLimits {
  uint32_t side = 0;      // of the picture
  size_t work_bytes = 0;  // that decoding may take beyond the picture
};

// Faults that cost no pixel (jpeg_errors.h), over all frames so far.
struct ToleratedFaults {
  uint64_t frames = 0;  // that had any
  std::string first;    // in words, the first one; empty: none so far
};

class JpegFrameDecoder {
 public:
  explicit JpegFrameDecoder(const JpegFrameLimits& limits);
  ~JpegFrameDecoder();

  // Decodes one JPEG: accurate DCT, fancy upsampling, as for files. Bytes after
  // the picture's end are ignored, since cameras pad. A frame without Huffman
  // tables gets the standard ones. Faults that cost no pixel are tolerated and
  // counted; others (cut short, bad codes) are an error: the frame is damaged,
  // *picture is then undefined. jpeg/jpeg_errors.h has the rule. Each frame is
  // decoded as if it were the first. Allocates nothing after frames of the same
  // size, unless they come in several scans.
  Status Decode(std::span<const uint8_t> jpeg, Picture* picture);

  const ToleratedFaults& tolerated() const { return tolerated_; }

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  ToleratedFaults tolerated_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_JPEG_FRAME_DECODER_H_
