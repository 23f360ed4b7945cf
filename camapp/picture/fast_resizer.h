// The resize of live video: MATLAB's bicubic taps in single precision, without
// rounding between the two passes, rows always first.
//
// Where ExactResizer takes rows first too (one scale for both axes), a byte
// differs from its by at most one: rounding moves a sum of the first pass by up
// to 1/2, saturation is the same in both, and the second pass's weights have
// magnitudes that sum to no more than 3/2, so that the results differ by less
// than one before they are rounded.
#ifndef CAMGLASS_CAMAPP_PICTURE_FAST_RESIZER_H_
#define CAMGLASS_CAMAPP_PICTURE_FAST_RESIZER_H_

#include <cstdint>
#include <vector>

#include "camapp/picture/axis_taps.h"
#include "engine/tensor.h"

namespace camglass {

class FastResizer {
 public:
  FastResizer() = default;
  FastResizer(Extent in, Extent out, AxisScales scales);

  Extent in() const { return in_; }
  Extent out() const { return out_; }

  // rgb: [in.h][in.w][3], result: [out.h][out.w][3]; they must not overlap.
  // Allocates nothing.
  void Apply(const uint8_t* rgb, uint8_t* result);

 private:
  size_t SumsStride() const;
  size_t PixelsStride() const;
  // The first pass of output row y.
  void SumRowsFor(const uint8_t* rgb, size_t y, float* sums);

  Extent in_;
  Extent out_;
  AxisTaps vertical_;
  AxisTaps horizontal_;
  std::vector<float> vertical_weight_;
  std::vector<float> horizontal_weight_;
  std::vector<const uint8_t*> rows_;  // of one output row
  std::vector<float> sums_;           // kPixelRows rows between the passes
  std::vector<uint8_t> pixels_;       // the same rows of the result
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_FAST_RESIZER_H_
