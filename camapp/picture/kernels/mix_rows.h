// Rows of pixels mixed with the map's colours, in whole numbers on the CPU's
// best vectors. A byte is overlay.h's or its neighbour.
#ifndef CAMGLASS_CAMAPP_PICTURE_KERNELS_MIX_ROWS_H_
#define CAMGLASS_CAMAPP_PICTURE_KERNELS_MIX_ROWS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "camapp/picture/colour_table.h"

namespace camglass {

// What is added for each level, and how much of the pixel stays.
struct MixTable {
  // Red, green and blue times alpha; 255 where there is heat, else all 0.
  std::array<std::array<uint8_t, 4>, 256> levels = {};
  uint16_t keep = 0;  // (1 - alpha) * 65535
};

// alpha: 0 to 1.
MixTable MakeMixTable(const ColourTable& colours, float alpha);

// out = pixel * (1 - alpha) + colour * alpha where there is heat, else the
// pixel.
void MixRow(const uint8_t* rgb, const uint8_t* levels, size_t pixels,
            const MixTable& table, uint8_t* out);

// out: each pixel's grey in all three channels, by BT.601's weights as 1/256.
void GreyRgbRow(const uint8_t* rgb, size_t pixels, uint8_t* out);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_KERNELS_MIX_ROWS_H_
