// Per-target code that several kernels share. Include after highway.h.
#if defined(CAMGLASS_ENGINE_KERNELS_SIMD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CAMGLASS_ENGINE_KERNELS_SIMD_INL_H_
#undef CAMGLASS_ENGINE_KERNELS_SIMD_INL_H_
#else
#define CAMGLASS_ENGINE_KERNELS_SIMD_INL_H_
#endif

#include <cstddef>
#include <utility>

#include "engine/base/half.h"

#include "hwy/highway.h"

// A lambda inside a kernel: compiled for the target, and never a call.
#define CAMGLASS_INLINE_LAMBDA HWY_ATTR __attribute__((always_inline))

// Before a loop of a constant length of at most 16: no loop remains.
#ifdef __clang__
#define CAMGLASS_UNROLL _Pragma("unroll")
#else
#define CAMGLASS_UNROLL _Pragma("GCC unroll 16")
#endif

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using FloatTag = hn::ScalableTag<float>;
using FloatVec = hn::Vec<FloatTag>;
inline constexpr size_t kLanes = HWY_LANES(float);

// Calls f(integral_constant<size_t, 0>{}), ..., N-1. Constant indices keep
// arrays of vectors in registers with both g++ and clang, at any -O level.
template <size_t N, class F>
HWY_INLINE void Unroll(F&& f) {
  [&]<size_t... I>(std::index_sequence<I...>) CAMGLASS_INLINE_LAMBDA {
    (f(std::integral_constant<size_t, I>{}), ...);
  }
  (std::make_index_sequence<N>{});
}

// *sum += x * w, in *sum's own register. g++ 12 otherwise puts one result in
// five into x's or w's register, and with twelve sums in sixteen registers pays
// with moves and spills.
HWY_INLINE void MulAddTo(FloatVec x, FloatVec w, FloatVec* sum) {
#if HWY_TARGET == HWY_AVX2
  asm volatile("vfmadd231ps %2, %1, %0"
               : "+x"(sum->raw)
               : "x"(x.raw), "x"(w.raw));
#else
  *sum = hn::MulAdd(x, w, *sum);
#endif
}

// A vector of weights, aligned to its own size.
HWY_INLINE FloatVec LoadWeights(const float* from) {
  return hn::Load(FloatTag(), from);
}
HWY_INLINE FloatVec LoadWeights(const Half* from) {
  const FloatTag d;
#if HWY_TARGET <= HWY_AVX2 || HWY_ARCH_ARM_A64
  const hn::Rebind<hwy::float16_t, FloatTag> halves;
  return hn::PromoteTo(
      d, hn::Load(halves, reinterpret_cast<const hwy::float16_t*>(from)));
#else
  // An exponent too small by 112, which a multiplication mends, for subnormals
  // too; infinities and NaN get the largest there is.
  const hn::RebindToUnsigned<FloatTag> u32;
  const hn::Rebind<uint16_t, FloatTag> u16;
  const auto bits = hn::PromoteTo(
      u32, hn::Load(u16, reinterpret_cast<const uint16_t*>(from)));
  const auto sign = hn::ShiftLeft<16>(hn::And(bits, hn::Set(u32, 0x8000)));
  const auto rest = hn::ShiftLeft<13>(hn::And(bits, hn::Set(u32, 0x7fff)));
  const FloatVec value = hn::Mul(hn::BitCast(d, rest), hn::Set(d, 0x1p112f));
  const auto special = hn::Gt(value, hn::Set(d, kLargestF16));
  const auto ones = hn::BitCast(d, hn::Set(u32, 0x7f800000));
  const FloatVec magnitude = hn::Or(value, hn::IfThenElseZero(special, ones));
  return hn::Or(magnitude, hn::BitCast(d, sign));
#endif
}

// max(v, lo) and min(v, hi), but a NaN v stays one: a broken network must not
// look like a working one. x86 returns its second operand where either is NaN;
// Arm (whose Max is "maximum number") and the portable targets need to be told.
HWY_INLINE FloatVec MaxKeepNaN(FloatVec v, FloatVec lo) {
#if HWY_TARGET & (HWY_EMU128 | HWY_SCALAR | HWY_NEON)
  return hn::IfThenElse(hn::Lt(v, lo), lo, v);
#else
  return hn::Max(lo, v);
#endif
}
HWY_INLINE FloatVec MinKeepNaN(FloatVec v, FloatVec hi) {
#if HWY_TARGET & (HWY_EMU128 | HWY_SCALAR | HWY_NEON)
  return hn::IfThenElse(hn::Gt(v, hi), hi, v);
#else
  return hn::Min(hi, v);
#endif
}
HWY_INLINE FloatVec ClampKeepNaN(FloatVec v, FloatVec lo, FloatVec hi) {
  return MinKeepNaN(MaxKeepNaN(v, lo), hi);
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#endif  // CAMGLASS_ENGINE_KERNELS_SIMD_INL_H_
