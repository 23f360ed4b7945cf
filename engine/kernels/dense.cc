#include "engine/kernels/dense.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"
#include "engine/kernels/weight.h"

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
constexpr size_t kPrefetchAhead = 4096;  // bytes
constexpr size_t kCacheLine = 64;

template <class W>
void RunPanels(const float* src, const W* packed, const float* bias,
               const DensePacking& packing, float* dst, size_t panel_begin,
               size_t panel_end) {
  const FloatTag d;
  for (size_t panel = panel_begin; panel < panel_end; ++panel) {
    const size_t n = panel * packing.panel;
    const W* w = packed + n * packing.in_c;
    FloatVec sum[kSums];
    Unroll<kSums>([&](auto v) CAMGLASS_INLINE_LAMBDA {
      sum[v] = hn::LoadU(d, bias + n + v * kLanes);
    });
    for (size_t k = 0; k < packing.in_c; ++k) {
      const FloatVec x = hn::Set(d, src[k]);
      Unroll<kSums>([&](auto v) CAMGLASS_INLINE_LAMBDA {
        sum[v] = hn::MulAdd(x, LoadWeights(w + v * kLanes), sum[v]);
      });
      constexpr size_t kLines =
          (kSums * kLanes * sizeof(W) + kCacheLine - 1) / kCacheLine;
      const auto* ahead = reinterpret_cast<const std::byte*>(w);
      Unroll<kLines>([&](auto line) CAMGLASS_INLINE_LAMBDA {
        hwy::Prefetch(ahead + kPrefetchAhead + line * kCacheLine);
      });
      w += kSums * kLanes;
    }
    Unroll<kSums>([&](auto v) CAMGLASS_INLINE_LAMBDA {
      hn::StoreU(sum[v], d, dst + n + v * kLanes);
    });
  }
}

}  // namespace

size_t DenseLanes() { return kLanes; }

void DenseRun(const float* src, const void* packed, const float* bias,
              const DensePacking& packing, float* dst, size_t panel_begin,
              size_t panel_end) {
  CAMGLASS_CHECK(packing.lanes == kLanes);
  if (packing.type == DType::kF16) {
    RunPanels(src, static_cast<const Half*>(packed), bias, packing, dst,
              panel_begin, panel_end);
  } else {
    RunPanels(src, static_cast<const float*>(packed), bias, packing, dst,
              panel_begin, panel_end);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(DenseLanes);
HWY_EXPORT(DenseRun);

DensePacking ChooseDensePacking(size_t in_c, size_t out_c, DType type) {
  const size_t lanes = HWY_DYNAMIC_DISPATCH(DenseLanes)();
  return {lanes, lanes * 8, in_c, out_c, type};
}

namespace {

template <class W>
void PackPanel(const float* rows, size_t count, const DensePacking& packing,
               size_t panel, W* packed) {
  packed += panel * packing.panel * packing.in_c;
  for (size_t k = 0; k < packing.in_c; ++k) {
    for (size_t n = 0; n < packing.panel; ++n) {
      StoreWeight(n < count ? rows[n * packing.in_c + k] : 0.0f, packed++);
    }
  }
}

}  // namespace

void PackDensePanel(const float* rows, size_t count,
                    const DensePacking& packing, size_t panel, void* packed) {
  CAMGLASS_CHECK(count <= packing.panel);
  if (packing.type == DType::kF16) {
    PackPanel(rows, count, packing, panel, static_cast<Half*>(packed));
  } else {
    PackPanel(rows, count, packing, panel, static_cast<float*>(packed));
  }
}

void DensePanels(const float* src, const void* packed, const float* bias,
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
