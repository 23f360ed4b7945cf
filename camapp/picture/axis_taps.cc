#include "camapp/picture/axis_taps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>

#include "engine/base/check.h"

namespace camglass {
namespace {

constexpr double kSupport = 4;  // width of the kernel

double Cubic(double x) {
  x = std::abs(x);
  const double x2 = x * x;
  // Not x2 * x: its second rounding would decide some exact halves otherwise.
  const double x3 = std::pow(x, 3);
  if (x <= 1) return 1.5 * x3 - 2.5 * x2 + 1;
  if (x <= 2) return -0.5 * x3 + 2.5 * x2 - 4 * x + 2;
  return 0;
}

// Pairwise summation. The order matters: where a picture's samples lie exactly
// halfway between two bytes, the last bit of this sum decides the rounding.
double PairwiseSum(std::span<const double> values) {
  constexpr size_t kLanes = 8;
  constexpr size_t kBlock = 128;
  const size_t n = values.size();
  if (n < kLanes) return std::accumulate(values.begin(), values.end(), 0.0);
  if (n > kBlock) {
    const size_t half = n / 2 / kLanes * kLanes;
    return PairwiseSum(values.first(half)) + PairwiseSum(values.subspan(half));
  }
  std::array<double, kLanes> lane{};
  const size_t whole = n / kLanes * kLanes;
  for (size_t i = 0; i < whole; ++i) lane[i % kLanes] += values[i];
  const double sum = ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
                     ((lane[4] + lane[5]) + (lane[6] + lane[7]));
  return std::accumulate(values.begin() + static_cast<ptrdiff_t>(whole),
                         values.end(), sum);
}

// Position j of an axis of n samples that continues mirrored on both sides:
// ... 1 0 | 0 1 ... n-1 | n-1 n-2 ...
uint32_t Mirrored(int64_t j, int64_t n) {
  const int64_t period = 2 * n;
  const int64_t m = ((j % period) + period) % period;
  return static_cast<uint32_t>(m < n ? m : period - 1 - m);
}

}  // namespace

AxisScales ScalesBetween(Extent in, Extent out) {
  return {static_cast<double>(out.h) / static_cast<double>(in.h),
          static_cast<double>(out.w) / static_cast<double>(in.w)};
}

AxisTaps BicubicTaps(size_t in, size_t out, double scale, double shift) {
  CAMGLASS_CHECK(in > 0 && out > 0 && scale > 0);
  const double shrink = std::min(scale, 1.0);
  const double width = kSupport / shrink;
  const auto span = static_cast<int64_t>(std::ceil(width)) + 2;
  AxisTaps taps{in, out, {0}, {}, {}};
  taps.first.reserve(out + 1);
  std::vector<double> weights(static_cast<size_t>(span));
  for (size_t i = 1; i <= out; ++i) {
    // The centre of output i in the input, both counted from 1 as in MATLAB.
    const double centre =
        static_cast<double>(i) / scale + 0.5 * (1 - 1 / scale) + shift;
    const auto left = static_cast<int64_t>(std::floor(centre - width / 2));
    for (int64_t k = 0; k < span; ++k) {
      const double distance = centre - static_cast<double>(left + k);
      weights[static_cast<size_t>(k)] = shrink * Cubic(shrink * distance);
    }
    const double sum = PairwiseSum(weights);
    for (int64_t k = 0; k < span; ++k) {
      const double weight = weights[static_cast<size_t>(k)] / sum;
      if (weight == 0) continue;
      taps.index.push_back(Mirrored(left + k - 1, static_cast<int64_t>(in)));
      taps.weight.push_back(weight);
    }
    taps.first.push_back(static_cast<uint32_t>(taps.index.size()));
  }
  return taps;
}

size_t AxisTaps::MostTaps() const {
  size_t most = 0;
  for (size_t i = 0; i < out; ++i)
    most = std::max<size_t>(most, first[i + 1] - first[i]);
  return most;
}

}  // namespace camglass
