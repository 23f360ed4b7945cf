// Windows bitmaps: headers checked here, pixels decoded by stb_image.
#ifndef CAMGLASS_CAMAPP_PICTURE_DECODE_BMP_H_
#define CAMGLASS_CAMAPP_PICTURE_DECODE_BMP_H_

#include <cstdint>
#include <span>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// 1, 4, 8, 16, 24 and 32 bits a pixel, uncompressed. A pixel has alpha only
// where the header has a mask for it.
StatusOr<Picture> DecodeBmp(std::span<const uint8_t> bytes);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_DECODE_BMP_H_
