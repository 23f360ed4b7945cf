// The parts of bilinear scaling, in whole numbers on the CPU's best vectors.
// A mix of a and b with weight w is (a * (256 - w) + b * w) / 256, rounded half
// up, so that 0 and 256 give a and b themselves.
#ifndef CAMGLASS_CAMAPP_PICTURE_KERNELS_BILINEAR_ROWS_H_
#define CAMGLASS_CAMAPP_PICTURE_KERNELS_BILINEAR_ROWS_H_

#include <cstddef>
#include <cstdint>

namespace camglass {

inline constexpr uint32_t kWholeWeight = 256;

// out[i]: the mix of a[i] and b[i], which may be the same row; `out` must not
// overlap them. weight: at most kWholeWeight.
void MixByteRows(const uint8_t* a, const uint8_t* b, uint32_t weight,
                 size_t count, uint8_t* out);

// out[x]: the mix of row[left[x]] and row[left[x] + 1] with weights[x], byte by
// byte. `out` must not overlap the others.
void MixNeighbours(const uint32_t* row, const uint32_t* left,
                   const uint32_t* weights, size_t pixels, uint32_t* out);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_KERNELS_BILINEAR_ROWS_H_
