// JPEG through libjpeg-turbo: baseline and progressive, 8 bits a sample.
#ifndef CAMGLASS_CAMAPP_PICTURE_DECODE_JPEG_H_
#define CAMGLASS_CAMAPP_PICTURE_DECODE_JPEG_H_

#include <cstdint>
#include <span>
#include <string>

#include "camapp/picture/orientation.h"
#include "camapp/picture/picture.h"
#include "engine/status.h"

namespace camglass {

// The pixels as stored; *orientation tells how to show them. Fails where pixels
// would have to be made up; a fault that costs none goes into *note, in words
// (jpeg/jpeg_errors.h has the rule).
StatusOr<Picture> DecodeJpeg(std::span<const uint8_t> bytes,
                             Orientation* orientation, std::string* note);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_DECODE_JPEG_H_
