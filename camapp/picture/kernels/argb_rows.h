// RGB rows to the words that screens take, on the CPU's best vectors.
#ifndef CAMGLASS_CAMAPP_PICTURE_KERNELS_ARGB_ROWS_H_
#define CAMGLASS_CAMAPP_PICTURE_KERNELS_ARGB_ROWS_H_

#include <cstddef>
#include <cstdint>

namespace camglass {

// argb[i] = 0xFFRRGGBB of pixel i. They must not overlap.
void RgbToArgbRow(const uint8_t* rgb, size_t pixels, uint32_t* argb);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_KERNELS_ARGB_ROWS_H_
