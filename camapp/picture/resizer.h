// MATLAB's imresize (bicubic) for one pair of sizes, again and again.
//
// The axis with the smaller scale is resized first, rows on a tie. Each pass
// rounds to Sample: whole numbers from 0 to 255, half away from zero, for
// uint8_t. With Sum = double, uint8_t results equal MATLAB's in every byte;
// Sum = float is faster and may differ by one.
#ifndef CAMGLASS_CAMAPP_PICTURE_RESIZER_H_
#define CAMGLASS_CAMAPP_PICTURE_RESIZER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "camapp/picture/axis_taps.h"
#include "engine/tensor.h"

namespace camglass {

// Output over input, for each axis.
struct AxisScales {
  double y = 1;
  double x = 1;
};

// The scales that imresize uses where it is given the output's size.
AxisScales ScalesBetween(Extent in, Extent out);

// Instantiated for <uint8_t, double>, <uint8_t, float>, <float, double> and
// <double, double>.
template <typename Sample, typename Sum>
class Resizer {
 public:
  Resizer() = default;
  // channels samples a pixel, 1 or 3.
  Resizer(Extent in, Extent out, size_t channels, AxisScales scales);

  Extent in() const { return in_; }
  Extent out() const { return out_; }

  // src: [in.h][in.w][channels], dst: [out.h][out.w][channels]; they must not
  // overlap. Allocates nothing.
  void Apply(const Sample* src, Sample* dst);

 private:
  // One axis' taps with the weights in the type of the sums.
  struct Pass {
    AxisTaps taps;
    std::vector<Sum> weight;
  };

  void Rows(const Sample* src, size_t row_samples, Sample* dst);
  void Columns(const Sample* src, size_t rows, Sample* dst);

  Extent in_;
  Extent out_;
  size_t channels_ = 1;
  bool rows_first_ = true;
  Pass vertical_;
  Pass horizontal_;
  std::vector<Sample> between_;  // the picture after the first pass
  std::vector<Sum> widened_;     // one row as Sum
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_RESIZER_H_
