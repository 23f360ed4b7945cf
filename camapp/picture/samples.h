// Decoded samples of any channel count and depth, on their way to 8-bit RGB.
#ifndef CAMGLASS_CAMAPP_PICTURE_SAMPLES_H_
#define CAMGLASS_CAMAPP_PICTURE_SAMPLES_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "camapp/picture/picture.h"

namespace camglass {

// channels: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha (not
// premultiplied). Sample: uint8_t, or uint16_t whose white is 65535.
// samples: [h][w][channels].
template <typename Sample>
Picture RgbFromSamples(std::span<const Sample> samples, size_t h, size_t w,
                       size_t channels);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_SAMPLES_H_
