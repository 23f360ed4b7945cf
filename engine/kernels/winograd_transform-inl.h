// The one-dimensional transforms of F(2, 3) (points 0, 1, -1, infinity) and
// F(4, 3) (points 0, 1, -1, 2, -2, infinity). Include after highway.h.
#if defined(CAMGLASS_ENGINE_KERNELS_WINOGRAD_TRANSFORM_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef CAMGLASS_ENGINE_KERNELS_WINOGRAD_TRANSFORM_INL_H_
#undef CAMGLASS_ENGINE_KERNELS_WINOGRAD_TRANSFORM_INL_H_
#else
#define CAMGLASS_ENGINE_KERNELS_WINOGRAD_TRANSFORM_INL_H_
#endif

#include <cstddef>

#include "hwy/highway.h"
// clang-format off
#include "engine/kernels/simd-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {

template <size_t kM>
struct WinogradTransform;

template <>
struct WinogradTransform<2> {
  // y = B^T x, 4 -> 4.
  static HWY_INLINE void Input(const FloatVec* x, FloatVec* y) {
    y[0] = hn::Sub(x[0], x[2]);
    y[1] = hn::Add(x[1], x[2]);
    y[2] = hn::Sub(x[2], x[1]);
    y[3] = hn::Sub(x[1], x[3]);
  }
  // y = A^T x, 4 -> 2.
  static HWY_INLINE void Output(const FloatVec* x, FloatVec* y) {
    y[0] = hn::Add(hn::Add(x[0], x[1]), x[2]);
    y[1] = hn::Sub(hn::Sub(x[1], x[2]), x[3]);
  }
};

template <>
struct WinogradTransform<4> {
  // y = B^T x, 6 -> 6.
  static HWY_INLINE void Input(const FloatVec* x, FloatVec* y) {
    const FloatTag d;
    const FloatVec two = hn::Set(d, 2.0f);
    const FloatVec four = hn::Set(d, 4.0f);
    const FloatVec five = hn::Set(d, 5.0f);
    const FloatVec even4 = hn::NegMulAdd(four, x[2], x[4]);  // x4 - 4 x2
    const FloatVec odd4 = hn::NegMulAdd(four, x[1], x[3]);   // x3 - 4 x1
    const FloatVec even1 = hn::Sub(x[4], x[2]);
    const FloatVec odd1 = hn::Sub(x[3], x[1]);
    y[0] = hn::MulAdd(four, x[0], hn::NegMulAdd(five, x[2], x[4]));
    y[1] = hn::Add(even4, odd4);
    y[2] = hn::Sub(even4, odd4);
    y[3] = hn::MulAdd(two, odd1, even1);
    y[4] = hn::NegMulAdd(two, odd1, even1);
    y[5] = hn::MulAdd(four, x[1], hn::NegMulAdd(five, x[3], x[5]));
  }
  // y = A^T x, 6 -> 4.
  static HWY_INLINE void Output(const FloatVec* x, FloatVec* y) {
    const FloatTag d;
    const FloatVec two = hn::Set(d, 2.0f);
    const FloatVec four = hn::Set(d, 4.0f);
    const FloatVec eight = hn::Set(d, 8.0f);
    const FloatVec sum1 = hn::Add(x[1], x[2]);
    const FloatVec dif1 = hn::Sub(x[1], x[2]);
    const FloatVec sum2 = hn::Add(x[3], x[4]);
    const FloatVec dif2 = hn::Sub(x[3], x[4]);
    y[0] = hn::Add(hn::Add(x[0], sum1), sum2);
    y[1] = hn::MulAdd(two, dif2, dif1);
    y[2] = hn::MulAdd(four, sum2, sum1);
    y[3] = hn::Add(hn::MulAdd(eight, dif2, dif1), x[5]);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#endif  // CAMGLASS_ENGINE_KERNELS_WINOGRAD_TRANSFORM_INL_H_
