#include "camapp/picture/exact_resizer.h"

#include <algorithm>
#include <type_traits>

#include "engine/base/check.h"

namespace camglass {
namespace {

// Samples summed at once: their sums stay in the nearest cache over all taps,
// and the fixed count lets the compiler use vectors.
constexpr size_t kBlock = 64;

template <typename Sample>
Sample Rounded(double sum) {
  if constexpr (std::is_same_v<Sample, uint8_t>) {
    const double clamped = std::min(std::max(sum, 0.0), 255.0);
    return static_cast<uint8_t>(static_cast<int>(clamped + 0.5));
  } else {
    return static_cast<Sample>(sum);
  }
}

// dst[i] = sum over taps of weight * src[index * row_samples + i], i < count.
template <size_t kCount, typename Sample>
void SumRows(const Sample* src, size_t row_samples, const uint32_t* index,
             const double* weight, size_t taps, size_t count, Sample* dst) {
  double sums[kBlock] = {};
  const size_t n = kCount != 0 ? kCount : count;
  for (size_t t = 0; t < taps; ++t) {
    const Sample* row = src + index[t] * row_samples;
    for (size_t i = 0; i < n; ++i)
      sums[i] += weight[t] * static_cast<double>(row[i]);
  }
  for (size_t i = 0; i < n; ++i) dst[i] = Rounded<Sample>(sums[i]);
}

// One row: dst[x][ch] = sum over taps of weight * row[index][ch].
template <size_t kChannels, typename Sample>
void SumPixels(const double* row, const AxisTaps& taps, const double* weight,
               Sample* dst) {
  for (size_t x = 0; x < taps.out; ++x, dst += kChannels) {
    double sums[kChannels] = {};
    for (size_t t = taps.first[x]; t < taps.first[x + 1]; ++t)
      for (size_t ch = 0; ch < kChannels; ++ch)
        sums[ch] += weight[t] * row[taps.index[t] * kChannels + ch];
    for (size_t ch = 0; ch < kChannels; ++ch)
      dst[ch] = Rounded<Sample>(sums[ch]);
  }
}

}  // namespace

template <typename Sample>
ExactResizer<Sample>::ExactResizer(Extent in, Extent out, size_t channels,
                                   AxisScales scales, AxisShifts shifts)
    : in_(in),
      out_(out),
      channels_(channels),
      rows_first_(scales.y <= scales.x),
      vertical_(BicubicTaps(in.h, out.h, scales.y, shifts.y)),
      horizontal_(BicubicTaps(in.w, out.w, scales.x, shifts.x)) {
  CAMGLASS_CHECK(channels == 1 || channels == 3);
  between_.resize((rows_first_ ? out.h * in.w : in.h * out.w) * channels);
  widened_.resize(in.w * channels);
}

template <typename Sample>
void ExactResizer<Sample>::Apply(const Sample* src, Sample* dst) {
  if (rows_first_) {
    Rows(src, in_.w * channels_, between_.data());
    Columns(between_.data(), out_.h, dst);
  } else {
    Columns(src, in_.h, between_.data());
    Rows(between_.data(), out_.w * channels_, dst);
  }
}

// The vertical pass, over rows of row_samples.
template <typename Sample>
void ExactResizer<Sample>::Rows(const Sample* src, size_t row_samples,
                                Sample* dst) {
  const AxisTaps& taps = vertical_;
  for (size_t y = 0; y < taps.out; ++y, dst += row_samples) {
    const size_t first = taps.first[y];
    const size_t count = taps.first[y + 1] - first;
    const uint32_t* index = taps.index.data() + first;
    const double* weight = vertical_.weight.data() + first;
    size_t i = 0;
    for (; i + kBlock <= row_samples; i += kBlock)
      SumRows<kBlock>(src + i, row_samples, index, weight, count, kBlock,
                      dst + i);
    SumRows<0>(src + i, row_samples, index, weight, count, row_samples - i,
               dst + i);
  }
}

// The horizontal pass, over that many rows.
template <typename Sample>
void ExactResizer<Sample>::Columns(const Sample* src, size_t rows,
                                   Sample* dst) {
  const size_t in_samples = in_.w * channels_;
  const size_t out_samples = out_.w * channels_;
  const AxisTaps& taps = horizontal_;
  for (size_t y = 0; y < rows; ++y, src += in_samples, dst += out_samples) {
    std::copy(src, src + in_samples, widened_.begin());
    if (channels_ == 3)
      SumPixels<3>(widened_.data(), taps, horizontal_.weight.data(), dst);
    else
      SumPixels<1>(widened_.data(), taps, horizontal_.weight.data(), dst);
  }
}

template class ExactResizer<uint8_t>;
template class ExactResizer<float>;
template class ExactResizer<double>;

}  // namespace camglass
