// Weighted sums of rows and of neighbouring pixels: what separable resizing is
// made of, in single precision on the CPU's best vectors.
#ifndef CAMGLASS_CAMAPP_PICTURE_KERNELS_WEIGHTED_ROWS_H_
#define CAMGLASS_CAMAPP_PICTURE_KERNELS_WEIGHTED_ROWS_H_

#include <cstddef>
#include <cstdint>

namespace camglass {

// Floats behind the end of `sums` and of each of `rows` that these functions
// may touch, and bytes behind the end of each row of `rgb`.
inline constexpr size_t kRowSlack = 64;

// Rows that SumPixels takes at once, since they share taps and weights.
inline constexpr size_t kPixelRows = 4;

// sums[i] = sum over t < taps of weights[t] * rows[t][i], i < count. Sums of
// bytes are saturated to 0..255.
void SumByteRows(const uint8_t* const* rows, const float* weights, size_t taps,
                 size_t count, float* sums);
void SumFloatRows(const float* const* rows, const float* weights, size_t taps,
                  size_t count, float* sums);

// For each of kPixelRows rows, output pixel x is the sum over t from first[x]
// to first[x + 1] of weights[t] times pixel index[t] of the row, three floats a
// pixel; rounded to bytes, half up, saturated. Row r of the input begins at
// rows + r * row_stride, of the output at rgb + r * rgb_stride ([pixels][3]).
void SumPixels(const float* rows, size_t row_stride, const uint32_t* first,
               const uint32_t* index, const float* weights, size_t pixels,
               uint8_t* rgb, size_t rgb_stride);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_KERNELS_WEIGHTED_ROWS_H_
