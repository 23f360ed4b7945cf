// PGM and PPM in their binary forms, P5 and P6.
#ifndef CAMGLASS_CAMAPP_PICTURE_DECODE_PNM_H_
#define CAMGLASS_CAMAPP_PICTURE_DECODE_PNM_H_

#include <cstdint>
#include <span>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// Any maximum value from 1 to 65535: a sample becomes round(v * 255 / maximum).
// Only the first picture of a file is read. Read here rather than by stb_image,
// which neither scales by the maximum nor notices missing pixels.
StatusOr<Picture> DecodePnm(std::span<const uint8_t> bytes);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_DECODE_PNM_H_
