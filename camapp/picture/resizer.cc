#include "camapp/picture/resizer.h"

#include <algorithm>
#include <type_traits>

#include "engine/base/check.h"

namespace camglass {
namespace {

// Samples summed at once: their sums stay in the nearest cache over all taps,
// and the fixed count lets the compiler use vectors.
constexpr size_t kBlock = 64;

template <typename Sample, typename Sum>
Sample Rounded(Sum sum) {
  if constexpr (std::is_same_v<Sample, uint8_t>) {
    const Sum clamped = std::min(std::max(sum, Sum{0}), Sum{255});
    return static_cast<uint8_t>(static_cast<int>(clamped + Sum{0.5}));
  } else {
    return static_cast<Sample>(sum);
  }
}

// dst[i] = sum over taps of weight * src[index * row_samples + i], i < count.
template <size_t kCount, typename Sample, typename Sum>
void SumRows(const Sample* src, size_t row_samples, const uint32_t* index,
             const Sum* weight, size_t taps, size_t count, Sample* dst) {
  Sum sums[kBlock] = {};
  const size_t n = kCount != 0 ? kCount : count;
  for (size_t t = 0; t < taps; ++t) {
    const Sample* row = src + index[t] * row_samples;
    for (size_t i = 0; i < n; ++i)
      sums[i] += weight[t] * static_cast<Sum>(row[i]);
  }
  for (size_t i = 0; i < n; ++i) dst[i] = Rounded<Sample>(sums[i]);
}

// One row: dst[x][ch] = sum over taps of weight * row[index][ch].
template <size_t kChannels, typename Sample, typename Sum>
void SumPixels(const Sum* row, const AxisTaps& taps, const Sum* weight,
               Sample* dst) {
  for (size_t x = 0; x < taps.out; ++x, dst += kChannels) {
    Sum sums[kChannels] = {};
    for (size_t t = taps.first[x]; t < taps.first[x + 1]; ++t)
      for (size_t ch = 0; ch < kChannels; ++ch)
        sums[ch] += weight[t] * row[taps.index[t] * kChannels + ch];
    for (size_t ch = 0; ch < kChannels; ++ch)
      dst[ch] = Rounded<Sample>(sums[ch]);
  }
}

}  // namespace

AxisScales ScalesBetween(Extent in, Extent out) {
  return {static_cast<double>(out.h) / static_cast<double>(in.h),
          static_cast<double>(out.w) / static_cast<double>(in.w)};
}

template <typename Sample, typename Sum>
Resizer<Sample, Sum>::Resizer(Extent in, Extent out, size_t channels,
                              AxisScales scales)
    : in_(in),
      out_(out),
      channels_(channels),
      rows_first_(scales.y <= scales.x) {
  CAMGLASS_CHECK(channels == 1 || channels == 3);
  const auto make = [](size_t from, size_t to, double scale) {
    Pass pass{BicubicTaps(from, to, scale), {}};
    pass.weight.assign(pass.taps.weight.begin(), pass.taps.weight.end());
    return pass;
  };
  vertical_ = make(in.h, out.h, scales.y);
  horizontal_ = make(in.w, out.w, scales.x);
  between_.resize((rows_first_ ? out.h * in.w : in.h * out.w) * channels);
  widened_.resize(in.w * channels);
}

template <typename Sample, typename Sum>
void Resizer<Sample, Sum>::Apply(const Sample* src, Sample* dst) {
  if (rows_first_) {
    Rows(src, in_.w * channels_, between_.data());
    Columns(between_.data(), out_.h, dst);
  } else {
    Columns(src, in_.h, between_.data());
    Rows(between_.data(), out_.w * channels_, dst);
  }
}

// The vertical pass, over rows of row_samples.
template <typename Sample, typename Sum>
void Resizer<Sample, Sum>::Rows(const Sample* src, size_t row_samples,
                                Sample* dst) {
  const AxisTaps& taps = vertical_.taps;
  for (size_t y = 0; y < taps.out; ++y, dst += row_samples) {
    const size_t first = taps.first[y];
    const size_t count = taps.first[y + 1] - first;
    const uint32_t* index = taps.index.data() + first;
    const Sum* weight = vertical_.weight.data() + first;
    size_t i = 0;
    for (; i + kBlock <= row_samples; i += kBlock)
      SumRows<kBlock>(src + i, row_samples, index, weight, count, kBlock,
                      dst + i);
    SumRows<0>(src + i, row_samples, index, weight, count, row_samples - i,
               dst + i);
  }
}

// The horizontal pass, over that many rows.
template <typename Sample, typename Sum>
void Resizer<Sample, Sum>::Columns(const Sample* src, size_t rows,
                                   Sample* dst) {
  const size_t in_samples = in_.w * channels_;
  const size_t out_samples = out_.w * channels_;
  const AxisTaps& taps = horizontal_.taps;
  for (size_t y = 0; y < rows; ++y, src += in_samples, dst += out_samples) {
    std::copy(src, src + in_samples, widened_.begin());
    if (channels_ == 3)
      SumPixels<3>(widened_.data(), taps, horizontal_.weight.data(), dst);
    else
      SumPixels<1>(widened_.data(), taps, horizontal_.weight.data(), dst);
  }
}

template class Resizer<uint8_t, double>;
template class Resizer<uint8_t, float>;
template class Resizer<float, double>;
template class Resizer<double, double>;

}  // namespace camglass
