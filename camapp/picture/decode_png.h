// PNG: the file's structure checked here, its pixels decoded by stb_image.
#ifndef CAMGLASS_CAMAPP_PICTURE_DECODE_PNG_H_
#define CAMGLASS_CAMAPP_PICTURE_DECODE_PNG_H_

#include <cstdint>
#include <span>

#include "camapp/picture/orientation.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// The pixels as stored; *orientation tells how to show them (eXIf chunk).
// stb_image checks no checksum, so that damage would show as wrong pixels:
// each chunk's CRC is verified first. Bytes after IEND are ignored.
StatusOr<Picture> DecodePng(std::span<const uint8_t> bytes,
                            Orientation* orientation);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_DECODE_PNG_H_
