// How far each axis is resized, and which input samples make an output sample
// when one is.
#ifndef CAMGLASS_CAMAPP_PICTURE_AXIS_TAPS_H_
#define CAMGLASS_CAMAPP_PICTURE_AXIS_TAPS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/tensor.h"

namespace camglass {

// Output sample i is the sum of weight[t] * in[index[t]] for t from first[i] to
// first[i + 1], in that order. No weight is 0, so that a non-finite sample
// reaches only the samples that it is part of.
struct AxisTaps {
  size_t in = 0;                // samples
  size_t out = 0;               // samples
  std::vector<uint32_t> first;  // [out + 1]
  std::vector<uint32_t> index;
  std::vector<double> weight;

  // Of any output sample. More than `in` where few samples are mirrored.
  size_t MostTaps() const;
};

// Output over input, for each axis.
struct AxisScales {
  double y = 1;
  double x = 1;
};

// How much further on than imresize the input is read, in its samples.
struct AxisShifts {
  double y = 0;
  double x = 0;
};

// The scales that imresize uses where it is given the output's size.
AxisScales ScalesBetween(Extent in, Extent out);

// The taps of MATLAB's imresize with its default "bicubic": Keys' kernel with
// a = -0.5, widened by 1 / scale where scale < 1 (antialiasing), samples beyond
// an edge mirrored with the edge repeated. `scale` is output over input; it may
// differ from out / in, as when one scale serves both axes and out was rounded.
// Output samples are read `shift` input samples further on than imresize reads
// them. Preconditions: in, out > 0, scale > 0.
AxisTaps BicubicTaps(size_t in, size_t out, double scale, double shift = 0);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_AXIS_TAPS_H_
