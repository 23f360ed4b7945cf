// From picture bytes to a network's input.
#ifndef CAMGLASS_ENGINE_KERNELS_IMAGE_H_
#define CAMGLASS_ENGINE_KERNELS_IMAGE_H_

#include <cstddef>
#include <cstdint>

#include "engine/tensor.h"

namespace camglass {

// Per channel of the network's input, in its order: value = byte * mul + add.
struct PixelTransform {
  bool bgr = false;  // channel 0 is blue; the bytes are always R, G, B
  float mul[3] = {1, 1, 1};
  float add[3] = {0, 0, 0};
};

// rgb: dst.h rows of dst.w pixels of 3 bytes, without gaps. dst: 3 channels.
// Rows [row_begin, row_end).
void BytesToInput(const uint8_t* rgb, const PixelTransform& transform,
                  const TensorView& dst, size_t row_begin, size_t row_end);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_KERNELS_IMAGE_H_
