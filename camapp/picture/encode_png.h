// PNG through libpng.
#ifndef CAMGLASS_CAMAPP_PICTURE_ENCODE_PNG_H_
#define CAMGLASS_CAMAPP_PICTURE_ENCODE_PNG_H_

#include <cstdint>
#include <vector>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// 8-bit RGB, no ancillary chunks: the same picture gives the same bytes.
StatusOr<std::vector<uint8_t>> EncodePng(const Picture& picture);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_ENCODE_PNG_H_
