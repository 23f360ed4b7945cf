#include "engine/kernels/peak.h"

#include <algorithm>
#include <chrono>

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/peak.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/simd-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET <= HWY_AVX3 || HWY_ARCH_ARM_A64
constexpr size_t kSums = 24;
#else
constexpr size_t kSums = 12;
#endif

}  // namespace

// Returns the operations done. `x` and `y` come from memory, so that the
// compiler can't know the sums; `out` keeps them from being dropped.
double MultiplyAdds(size_t loops, const float* in, float* out) {
  const FloatTag d;
  const FloatVec x = hn::Set(d, in[0]);
  const FloatVec y = hn::Set(d, in[1]);
  FloatVec sum[kSums];
  Unroll<kSums>([&](auto i) CAMGLASS_INLINE_LAMBDA {
    sum[i] = hn::Set(d, in[0] * static_cast<float>(i));
  });
  for (size_t loop = 0; loop < loops; ++loop) {
    Unroll<kSums>([&](auto i) CAMGLASS_INLINE_LAMBDA {
      sum[i] = hn::MulAdd(x, sum[i], y);
    });
  }
  Unroll<kSums>([&](auto i) CAMGLASS_INLINE_LAMBDA {
    hn::StoreU(sum[i], d, out + i * kLanes);
  });
  return 2.0 * static_cast<double>(loops * kSums * kLanes);
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(MultiplyAdds);

double MeasureMultiplyAddBound(size_t rounds) {
  using Clock = std::chrono::steady_clock;
  const float in[2] = {0.5f, 0.25f};  // sums settle at 0.5: no odd operands
  float out[24 * 64];
  size_t loops = 1000;
  double best = 0;
  for (size_t round = 0; round < rounds;) {
    const auto begin = Clock::now();
    const double operations =
        HWY_DYNAMIC_DISPATCH(MultiplyAdds)(loops, in, out);
    const double seconds =
        std::chrono::duration<double>(Clock::now() - begin).count();
    if (seconds < 1e-3) {  // still too short to time
      loops *= 2;
      continue;
    }
    best = std::max(best, operations / seconds * 1e-9);
    ++round;
  }
  return best;
}

}  // namespace camglass
#endif  // HWY_ONCE
