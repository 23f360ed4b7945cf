// WebP through libwebp: lossy, lossless, with alpha; of animations the first
// frame, on its canvas.
#ifndef CAMGLASS_CAMAPP_PICTURE_DECODE_WEBP_H_
#define CAMGLASS_CAMAPP_PICTURE_DECODE_WEBP_H_

#include <cstdint>
#include <span>

#include "camapp/picture/orientation.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// The pixels as stored; *orientation tells how to show them (EXIF chunk). Bytes
// after the file's own end are ignored; missing ones are an error.
StatusOr<Picture> DecodeWebp(std::span<const uint8_t> bytes,
                             Orientation* orientation);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_DECODE_WEBP_H_
