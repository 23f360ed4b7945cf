// JPEG through libjpeg-turbo: baseline and progressive, 8 bits a sample.
#ifndef CAMGLASS_CAMAPP_PICTURE_DECODE_JPEG_H_
#define CAMGLASS_CAMAPP_PICTURE_DECODE_JPEG_H_

#include <cstdint>
#include <span>

#include "camapp/picture/orientation.h"
#include "camapp/picture/picture.h"
#include "engine/status.h"

namespace camglass {

// The pixels as stored; *orientation tells how to show them. Any warning of the
// decoder is an error, since it means that pixels were made up.
StatusOr<Picture> DecodeJpeg(std::span<const uint8_t> bytes,
                             Orientation* orientation);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_DECODE_JPEG_H_
