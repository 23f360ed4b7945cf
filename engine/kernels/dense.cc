#include "engine/kernels/dense.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/dense.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/cache_control.h"
#include "hwy/highway.h"
#include "engine/kernels/simd-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

// Sums in flight: hides the latency of a multiply-add on every core at hand.
constexpr size_t kSums = 8;
constexpr size_t kPrefetchAhead = 1024;  // floats

}  // namespace

size_t DenseLanes() { return kLanes; }

void DenseRun(const float* src, const float* packed, const float* bias,
              const DensePacking& packing, float* dst, size_t panel_begin,
              size_t panel_end) {
  CAMGLASS_CHECK(packing.lanes == kLanes);
  const FloatTag d;
  for (size_t panel = panel_begin; panel < panel_end; ++panel) {
    const size_t n = panel * packing.panel;
    const float* w = packed + n * packing.in_c;
    FloatVec sum[kSums];
    Unroll<kSums>([&](auto v) CAMGLASS_INLINE_LAMBDA {
      sum[v] = hn::LoadU(d, bias + n + v * kLanes);
    });
    for (size_t k = 0; k < packing.in_c; ++k) {
      const FloatVec x = hn::Set(d, src[k]);
      Unroll<kSums>([&](auto v) CAMGLASS_INLINE_LAMBDA {
        sum[v] = hn::MulAdd(x, hn::Load(d, w + v * kLanes), sum[v]);
      });
      Unroll<(kSums * kLanes + 15) / 16>([&](auto line) CAMGLASS_INLINE_LAMBDA {
        hwy::Prefetch(w + kPrefetchAhead + line * 16);
      });
      w += kSums * kLanes;
    }
    Unroll<kSums>([&](auto v) CAMGLASS_INLINE_LAMBDA {
      hn::StoreU(sum[v], d, dst + n + v * kLanes);
    });
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(DenseLanes);
HWY_EXPORT(DenseRun);

DensePacking ChooseDensePacking(size_t in_c, size_t out_c) {
  const size_t lanes = HWY_DYNAMIC_DISPATCH(DenseLanes)();
  return {lanes, lanes * 8, in_c, out_c};
}

void PackDensePanel(const float* rows, size_t count,
                    const DensePacking& packing, size_t panel, float* packed) {
  CAMGLASS_CHECK(count <= packing.panel);
  packed += panel * packing.panel * packing.in_c;
  for (size_t k = 0; k < packing.in_c; ++k) {
    for (size_t n = 0; n < packing.panel; ++n) {
      *packed++ = n < count ? rows[n * packing.in_c + k] : 0.0f;
    }
  }
}

void DensePanels(const float* src, const float* packed, const float* bias,
                 const DensePacking& packing, float* dst, size_t panel_begin,
                 size_t panel_end) {
  HWY_DYNAMIC_DISPATCH(DenseRun)
  (src, packed, bias, packing, dst, panel_begin, panel_end);
}

void SoftmaxOf(const float* src, size_t n, float* dst) {
  float max = src[0];
  for (size_t i = 1; i < n; ++i) {
    if (src[i] > max || std::isnan(src[i])) max = src[i];
  }
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    dst[i] = std::exp(src[i] - max);
    sum += dst[i];
  }
  const double scale = 1.0 / sum;
  for (size_t i = 0; i < n; ++i) {
    dst[i] = static_cast<float>(dst[i] * scale);
  }
}

}  // namespace camglass
#endif  // HWY_ONCE
