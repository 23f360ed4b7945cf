// stb_image, compiled for PNG and BMP alone and held to a memory budget.
#ifndef CAMGLASS_CAMAPP_PICTURE_STB_DECODE_H_
#define CAMGLASS_CAMAPP_PICTURE_STB_DECODE_H_

#include <cstdint>
#include <span>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// kIgnored: what seems to be alpha is not, and all pixels are opaque.
enum class Alpha { kRead, kIgnored };

// stb_image trusts more than it checks, so callers pass only bytes whose
// structure they have validated. `format` is for messages: "PNG".
StatusOr<Picture> StbDecode(std::span<const uint8_t> bytes, const char* format,
                            Alpha alpha = Alpha::kRead);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_STB_DECODE_H_
