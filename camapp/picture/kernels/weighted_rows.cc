#include "camapp/picture/kernels/weighted_rows.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "camapp/picture/kernels/weighted_rows.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/simd-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

// Vectors summed at once: enough to hide the latency of a multiply-add.
constexpr size_t kVectors = 4;

HWY_INLINE FloatVec Load(const float* from) {
  return hn::LoadU(FloatTag(), from);
}
HWY_INLINE FloatVec Load(const uint8_t* from) {
  const hn::Rebind<uint8_t, FloatTag> d8;
  const hn::Rebind<int32_t, FloatTag> d32;
  return hn::ConvertTo(FloatTag(), hn::PromoteTo(d32, hn::LoadU(d8, from)));
}

// What a sum of bytes is between two passes: no more than a byte holds.
constexpr float kMaxByte = 255.0f;

template <typename Sample>
HWY_INLINE FloatVec Saturated(FloatVec sum) {
  if constexpr (std::is_same_v<Sample, float>) return sum;
  const FloatTag d;
  return hn::Min(hn::Max(sum, hn::Zero(d)), hn::Set(d, kMaxByte));
}
template <typename Sample>
float Saturated(float sum) {
  if constexpr (std::is_same_v<Sample, float>) return sum;
  return std::clamp(sum, 0.0f, kMaxByte);
}

template <typename Sample>
HWY_INLINE void SumRows(const Sample* const* rows, const float* weights,
                        size_t taps, size_t count, float* sums) {
  const FloatTag d;
  constexpr size_t kStep = kVectors * kLanes;
  size_t i = 0;
  for (; i + kStep <= count; i += kStep) {
    FloatVec sum[kVectors];
    Unroll<kVectors>([&](auto v)
                         CAMGLASS_INLINE_LAMBDA { sum[v] = hn::Zero(d); });
    for (size_t t = 0; t < taps; ++t) {
      const FloatVec weight = hn::Set(d, weights[t]);
      Unroll<kVectors>([&](auto v) CAMGLASS_INLINE_LAMBDA {
        sum[v] = hn::MulAdd(weight, Load(rows[t] + i + v * kLanes), sum[v]);
      });
    }
    Unroll<kVectors>([&](auto v) CAMGLASS_INLINE_LAMBDA {
      hn::StoreU(Saturated<Sample>(sum[v]), d, sums + i + v * kLanes);
    });
  }
  // Reading whole vectors beyond a row's end could leave its memory.
  for (; i < count; ++i) {
    float sum = 0;
    for (size_t t = 0; t < taps; ++t)
      sum += weights[t] * static_cast<float>(rows[t][i]);
    sums[i] = Saturated<Sample>(sum);
  }
}

// A pixel is one vector of four lanes, of which the last is the next pixel's.
using PixelTag = hn::CappedTag<float, 4>;

HWY_INLINE void StorePixel(hn::Vec<PixelTag> sum, uint8_t* rgb) {
  const PixelTag d;
  const hn::Rebind<int32_t, PixelTag> d32;
  const hn::Rebind<uint8_t, PixelTag> d8;
  const auto rounded =
      hn::ConvertTo(d32, hn::Add(sum, hn::Set(d, 0.5f)));  // truncates
  hn::StoreU(hn::DemoteTo(d8, hn::Max(rounded, hn::Zero(d32))), d8, rgb);
}

}  // namespace

void SumBytes(const uint8_t* const* rows, const float* weights, size_t taps,
              size_t count, float* sums) {
  SumRows(rows, weights, taps, count, sums);
}

void SumFloats(const float* const* rows, const float* weights, size_t taps,
               size_t count, float* sums) {
  SumRows(rows, weights, taps, count, sums);
}

void PixelSums(const float* row, const uint32_t* first, const uint32_t* index,
               const float* weights, size_t pixels, uint8_t* rgb) {
  const PixelTag d;
  for (size_t x = 0; x < pixels; ++x) {
    // Two sums, since one would wait for itself.
    auto even = hn::Zero(d);
    auto odd = hn::Zero(d);
    size_t t = first[x];
    const size_t end = first[x + 1];
    for (; t + 2 <= end; t += 2) {
      even = hn::MulAdd(hn::Set(d, weights[t]),
                        hn::LoadU(d, row + 3 * index[t]), even);
      odd = hn::MulAdd(hn::Set(d, weights[t + 1]),
                       hn::LoadU(d, row + 3 * index[t + 1]), odd);
    }
    if (t < end)
      even = hn::MulAdd(hn::Set(d, weights[t]),
                        hn::LoadU(d, row + 3 * index[t]), even);
    StorePixel(hn::Add(even, odd), rgb + 3 * x);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(SumBytes);
HWY_EXPORT(SumFloats);
HWY_EXPORT(PixelSums);

void SumByteRows(const uint8_t* const* rows, const float* weights, size_t taps,
                 size_t count, float* sums) {
  HWY_DYNAMIC_DISPATCH(SumBytes)(rows, weights, taps, count, sums);
}

void SumFloatRows(const float* const* rows, const float* weights, size_t taps,
                  size_t count, float* sums) {
  HWY_DYNAMIC_DISPATCH(SumFloats)(rows, weights, taps, count, sums);
}

void SumPixels(const float* row, const uint32_t* first, const uint32_t* index,
               const float* weights, size_t pixels, uint8_t* rgb) {
  HWY_DYNAMIC_DISPATCH(PixelSums)(row, first, index, weights, pixels, rgb);
}

}  // namespace camglass
#endif  // HWY_ONCE
