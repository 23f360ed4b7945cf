#include "engine/kernels/pointwise.h"

#include <cstring>

#include "engine/kernels/conv.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/pointwise.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/simd-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

// f(y, x, c) for each vector of the view's rows.
template <class F>
HWY_INLINE void ForEachVector(const TensorView& view, size_t row_begin,
                              size_t row_end, F&& f) {
  const size_t channels = PadChannels(view.c);
  for (size_t y = row_begin; y < row_end; ++y) {
    for (size_t x = 0; x < view.w; ++x) {
      for (size_t c = 0; c < channels; c += kLanes) f(y, x, c);
    }
  }
}

}  // namespace

void Add(const TensorView& a, const TensorView& b, const TensorView& dst,
         size_t row_begin, size_t row_end) {
  const FloatTag d;
  ForEachVector(dst, row_begin, row_end,
                [&](size_t y, size_t x, size_t c) CAMGLASS_INLINE_LAMBDA {
                  const FloatVec sum = hn::Add(hn::LoadU(d, a.Pixel(y, x) + c),
                                               hn::LoadU(d, b.Pixel(y, x) + c));
                  hn::StoreU(sum, d, dst.Pixel(y, x) + c);
                });
}

void Clamp(const TensorView& src, float lo, float hi, const TensorView& dst,
           size_t row_begin, size_t row_end) {
  const FloatTag d;
  const FloatVec vlo = hn::Set(d, lo);
  const FloatVec vhi = hn::Set(d, hi);
  ForEachVector(dst, row_begin, row_end,
                [&](size_t y, size_t x, size_t c) CAMGLASS_INLINE_LAMBDA {
                  const FloatVec v = hn::LoadU(d, src.Pixel(y, x) + c);
                  hn::StoreU(ClampKeepNaN(v, vlo, vhi), d, dst.Pixel(y, x) + c);
                });
}

void Affine(const TensorView& src, const float* mul, const float* add,
            const TensorView& dst, size_t row_begin, size_t row_end) {
  const FloatTag d;
  ForEachVector(
      dst, row_begin, row_end,
      [&](size_t y, size_t x, size_t c) CAMGLASS_INLINE_LAMBDA {
        const FloatVec v = hn::LoadU(d, src.Pixel(y, x) + c);
        hn::StoreU(hn::MulAdd(v, hn::LoadU(d, mul + c), hn::LoadU(d, add + c)),
                   d, dst.Pixel(y, x) + c);
      });
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(Add);
HWY_EXPORT(Clamp);
HWY_EXPORT(Affine);

void AddRows(const TensorView& a, const TensorView& b, const TensorView& dst,
             size_t row_begin, size_t row_end) {
  HWY_DYNAMIC_DISPATCH(Add)(a, b, dst, row_begin, row_end);
}

void ClampRows(const TensorView& src, float lo, float hi, const TensorView& dst,
               size_t row_begin, size_t row_end) {
  HWY_DYNAMIC_DISPATCH(Clamp)(src, lo, hi, dst, row_begin, row_end);
}

void AffineRows(const TensorView& src, const float* mul, const float* add,
                const TensorView& dst, size_t row_begin, size_t row_end) {
  HWY_DYNAMIC_DISPATCH(Affine)(src, mul, add, dst, row_begin, row_end);
}

void CopyRows(const TensorView& src, const TensorView& dst, size_t row_begin,
              size_t row_end) {
  for (size_t y = row_begin; y < row_end; ++y) {
    for (size_t x = 0; x < src.w; ++x) {
      std::memcpy(dst.Pixel(y, x), src.Pixel(y, x), src.c * sizeof(float));
    }
  }
}

}  // namespace camglass
#endif  // HWY_ONCE
