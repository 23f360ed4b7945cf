// The one-dimensional transforms, by the side of the input tile: 4 is F(2, 3)
// (points 0, 1, -1, infinity), 5 is F(4, 2) (0, 1, -1, 2, infinity), 6 is
// F(4, 3) (0, 1, -1, 2, -2, infinity), 7 is F(4, 4) (1, -1, 2, -2, 1/2, -1/2,
// infinity). Include after highway.h.
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

template <size_t kSide>
struct WinogradTransform;

template <>
struct WinogradTransform<4> {
  static constexpr size_t kM = 2;
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
struct WinogradTransform<5> {
  static constexpr size_t kM = 4;
  // y = B^T x, 5 -> 5.
  static HWY_INLINE void Input(const FloatVec* x, FloatVec* y) {
    const FloatTag d;
    const FloatVec two = hn::Set(d, 2.0f);
    const FloatVec even = hn::Sub(x[0], x[2]);
    const FloatVec odd = hn::Sub(x[3], x[1]);
    const FloatVec both = hn::NegMulAdd(two, x[1], x[3]);  // x3 - 2 x1
    y[0] = hn::MulAdd(two, even, odd);
    y[1] = hn::Sub(both, x[2]);
    y[2] = hn::NegMulAdd(hn::Set(d, 3.0f), x[2], hn::MulAdd(two, x[1], x[3]));
    y[3] = odd;
    y[4] = hn::NegMulAdd(two, odd, hn::Sub(x[4], x[2]));
  }
  // y = A^T x, 5 -> 4.
  static HWY_INLINE void Output(const FloatVec* x, FloatVec* y) {
    const FloatTag d;
    const FloatVec sum = hn::Add(x[1], x[2]);
    const FloatVec dif = hn::Sub(x[1], x[2]);
    y[0] = hn::Add(hn::Add(x[0], sum), x[3]);
    y[1] = hn::MulAdd(hn::Set(d, 2.0f), x[3], dif);
    y[2] = hn::MulAdd(hn::Set(d, 4.0f), x[3], sum);
    y[3] = hn::Add(hn::MulAdd(hn::Set(d, 8.0f), x[3], dif), x[4]);
  }
};

template <>
struct WinogradTransform<6> {
  static constexpr size_t kM = 4;
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

// Row i of B^T is M(x) / (x - p_i), M the product over the points; pairs of
// points +-p share the even and the odd terms.
template <>
struct WinogradTransform<7> {
  static constexpr size_t kM = 4;
  // y = B^T x, 7 -> 7.
  static HWY_INLINE void Input(const FloatVec* x, FloatVec* y) {
    Pair(x, 4.25f, 1.0f, 1.0f, y);
    Pair(x, 1.25f, 0.25f, 2.0f, y + 2);
    Pair(x, 5.0f, 4.0f, 0.5f, y + 4);
    const FloatVec c = hn::Set(FloatTag(), 5.25f);
    y[6] = hn::MulAdd(c, hn::Sub(x[2], x[4]), hn::Sub(x[6], x[0]));
  }
  // y = A^T x, 7 -> 4.
  static HWY_INLINE void Output(const FloatVec* x, FloatVec* y) {
    const FloatTag d;
    const FloatVec sum1 = hn::Add(x[0], x[1]);
    const FloatVec dif1 = hn::Sub(x[0], x[1]);
    const FloatVec sum2 = hn::Add(x[2], x[3]);
    const FloatVec dif2 = hn::Sub(x[2], x[3]);
    const FloatVec sum3 = hn::Add(x[4], x[5]);
    const FloatVec dif3 = hn::Sub(x[4], x[5]);
    y[0] = hn::Add(sum1, hn::Add(sum2, sum3));
    y[1] = hn::MulAdd(hn::Set(d, 2.0f), dif2,
                      hn::MulAdd(hn::Set(d, 0.5f), dif3, dif1));
    y[2] = hn::MulAdd(hn::Set(d, 4.0f), sum2,
                      hn::MulAdd(hn::Set(d, 0.25f), sum3, sum1));
    y[3] =
        hn::Add(x[6], hn::MulAdd(hn::Set(d, 8.0f), dif2,
                                 hn::MulAdd(hn::Set(d, 0.125f), dif3, dif1)));
  }

 private:
  // (x^4 - a x^2 + b) (x + p) and (x - p) applied to the terms.
  static HWY_INLINE void Pair(const FloatVec* x, float a, float b, float p,
                              FloatVec* y) {
    const FloatTag d;
    const FloatVec va = hn::Set(d, a);
    const FloatVec vb = hn::Set(d, b);
    const FloatVec vp = hn::Set(d, p);
    const FloatVec odd = hn::MulAdd(vb, x[1], hn::NegMulAdd(va, x[3], x[5]));
    const FloatVec even = hn::MulAdd(vb, x[0], hn::NegMulAdd(va, x[2], x[4]));
    y[0] = hn::MulAdd(vp, even, odd);
    y[1] = hn::NegMulAdd(vp, even, odd);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#endif  // CAMGLASS_ENGINE_KERNELS_WINOGRAD_TRANSFORM_INL_H_
