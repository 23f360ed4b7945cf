// Pictures to JPEG, one after another, without new memory for each.
#ifndef CAMGLASS_CAMAPP_PICTURE_JPEG_FRAME_ENCODER_H_
#define CAMGLASS_CAMAPP_PICTURE_JPEG_FRAME_ENCODER_H_

#include <cstdint>
#include <memory>
#include <span>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// How well streams and snapshots are encoded: above this, files grow and nobody
// sees why.
inline constexpr int kJpegQuality = 90;

class JpegFrameEncoder {
 public:
  // quality: 1 to 100, libjpeg's scale.
  explicit JpegFrameEncoder(int quality);
  ~JpegFrameEncoder();

  // A baseline JPEG with its tables. The bytes hold until the next call.
  // Allocates nothing after pictures of the same size and kind.
  StatusOr<std::span<const uint8_t>> Encode(const Picture& picture);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_JPEG_FRAME_ENCODER_H_
