// PNG through libpng.
#ifndef CAMGLASS_CAMAPP_PICTURE_ENCODE_PNG_H_
#define CAMGLASS_CAMAPP_PICTURE_ENCODE_PNG_H_

#include <cstdint>
#include <span>
#include <vector>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

// 8-bit RGB, no ancillary chunks: the same picture gives the same bytes.
StatusOr<std::vector<uint8_t>> EncodePng(const Picture& picture);

// 16-bit grey: 0 for the least finite value, 65535 for the greatest, and 0 for
// what is not finite. The text chunks "least" and "greatest" have these two in
// decimal. values: [size.h][size.w].
StatusOr<std::vector<uint8_t>> EncodeGrey16Png(std::span<const float> values,
                                               Extent size);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_ENCODE_PNG_H_
