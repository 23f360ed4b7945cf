// MATLAB's imresize (bicubic) for one pair of sizes, again and again.
//
// The axis with the smaller scale is resized first, rows on a tie. Each pass
// rounds to Sample: whole numbers from 0 to 255, half away from zero, for
// uint8_t, whose results equal MATLAB's in every byte. FastResizer
// (fast_resizer.h) is its twin for live video.
#ifndef CAMGLASS_CAMAPP_PICTURE_EXACT_RESIZER_H_
#define CAMGLASS_CAMAPP_PICTURE_EXACT_RESIZER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "camapp/picture/axis_taps.h"
#include "engine/tensor.h"

namespace camglass {

// Instantiated for uint8_t, float and double.
template <typename Sample>
class ExactResizer {
 public:
  ExactResizer() = default;
  // channels samples a pixel, 1 or 3.
  ExactResizer(Extent in, Extent out, size_t channels, AxisScales scales,
               AxisShifts shifts = {});

  Extent in() const { return in_; }
  Extent out() const { return out_; }

  // src: [in.h][in.w][channels], dst: [out.h][out.w][channels]; they must not
  // overlap. Allocates nothing.
  void Apply(const Sample* src, Sample* dst);

 private:
  void Rows(const Sample* src, size_t row_samples, Sample* dst);
  void Columns(const Sample* src, size_t rows, Sample* dst);

  Extent in_;
  Extent out_;
  size_t channels_ = 1;
  bool rows_first_ = true;
  AxisTaps vertical_;
  AxisTaps horizontal_;
  std::vector<Sample> between_;  // the picture after the first pass
  std::vector<double> widened_;  // one row
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_EXACT_RESIZER_H_
