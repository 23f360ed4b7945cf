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

void PixelSums(const float* rows, size_t row_stride, const uint32_t* first,
               const uint32_t* index, const float* weights, size_t pixels,
               uint8_t* rgb, size_t rgb_stride) {
  const PixelTag d;
  using Pixel = hn::Vec<PixelTag>;
  for (size_t x = 0; x < pixels; ++x) {
    // A sum for each row: enough to hide the latency of a multiply-add.
    Pixel sum[kPixelRows];
    Unroll<kPixelRows>([&](auto r)
                           CAMGLASS_INLINE_LAMBDA { sum[r] = hn::Zero(d); });
    for (size_t t = first[x]; t < first[x + 1]; ++t) {
      const Pixel weight = hn::Set(d, weights[t]);
      const float* pixel = rows + 3 * size_t{index[t]};
      Unroll<kPixelRows>([&](auto r) CAMGLASS_INLINE_LAMBDA {
        sum[r] =
            hn::MulAdd(weight, hn::LoadU(d, pixel + r * row_stride), sum[r]);
      });
    }
    Unroll<kPixelRows>([&](auto r) CAMGLASS_INLINE_LAMBDA {
      StorePixel(sum[r], rgb + r * rgb_stride + 3 * x);
    });
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

void SumPixels(const float* rows, size_t row_stride, const uint32_t* first,
               const uint32_t* index, const float* weights, size_t pixels,
               uint8_t* rgb, size_t rgb_stride) {
  HWY_DYNAMIC_DISPATCH(PixelSums)
  (rows, row_stride, first, index, weights, pixels, rgb, rgb_stride);
}

}  // namespace camglass
#endif  // HWY_ONCE
