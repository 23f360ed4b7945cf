#include "camapp/picture/fast_resizer.h"

#include <algorithm>

#include "camapp/picture/kernels/weighted_rows.h"

namespace camglass {

FastResizer::FastResizer(Extent in, Extent out, AxisScales scales)
    : in_(in),
      out_(out),
      vertical_(BicubicTaps(in.h, out.h, scales.y)),
      horizontal_(BicubicTaps(in.w, out.w, scales.x)),
      vertical_weight_(vertical_.weight.begin(), vertical_.weight.end()),
      horizontal_weight_(horizontal_.weight.begin(), horizontal_.weight.end()),
      rows_(vertical_.MostTaps()),
      sums_(kPixelRows * SumsStride()),
      pixels_(kPixelRows * PixelsStride()) {}

size_t FastResizer::SumsStride() const { return in_.w * 3 + kRowSlack; }
size_t FastResizer::PixelsStride() const { return out_.w * 3 + kRowSlack; }

void FastResizer::SumRowsFor(const uint8_t* rgb, size_t y, float* sums) {
  const size_t in_samples = in_.w * 3;
  const size_t first = vertical_.first[y];
  const size_t taps = vertical_.first[y + 1] - first;
  for (size_t t = 0; t < taps; ++t)
    rows_[t] = rgb + vertical_.index[first + t] * in_samples;
  SumByteRows(rows_.data(), vertical_weight_.data() + first, taps, in_samples,
              sums);
}

void FastResizer::Apply(const uint8_t* rgb, uint8_t* result) {
  const size_t out_samples = out_.w * 3;
  for (size_t top = 0; top < out_.h; top += kPixelRows) {
    const size_t rows = std::min(kPixelRows, out_.h - top);
    for (size_t r = 0; r < rows; ++r)
      SumRowsFor(rgb, top + r, sums_.data() + r * SumsStride());
    SumPixels(sums_.data(), SumsStride(), horizontal_.first.data(),
              horizontal_.index.data(), horizontal_weight_.data(), out_.w,
              pixels_.data(), PixelsStride());
    for (size_t r = 0; r < rows; ++r)
      std::copy_n(pixels_.data() + r * PixelsStride(), out_samples,
                  result + (top + r) * out_samples);
  }
}

}  // namespace camglass
