#include "engine/kernels/lrn.h"

#include <cmath>

#include "engine/base/check.h"
#include "engine/kernels/conv.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/lrn.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/simd-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

// v^beta for the sums of squares, v > 0.
HWY_INLINE FloatVec Power(FloatVec v, float beta) {
  const FloatTag d;
  if (beta == 0.75f) {
    const FloatVec root = hn::Sqrt(v);
    return hn::Mul(root, hn::Sqrt(root));
  }
  HWY_ALIGN float lanes[hn::MaxLanes(d)];
  hn::Store(v, d, lanes);
  for (float& lane : lanes) lane = std::pow(lane, beta);
  return hn::Load(d, lanes);
}

// One pixel. squares: room for the channels with size / 2 zeros on both sides.
HWY_INLINE void NormalisePixel(const LrnArgs& args, const float* src,
                               float* dst, size_t channels, float* squares) {
  const FloatTag d;
  const size_t half = args.size / 2;
  for (size_t c = 0; c < channels; c += kLanes) {
    const FloatVec v = hn::LoadU(d, src + c);
    hn::StoreU(hn::Mul(v, v), d, squares + half + c);
  }
  const FloatVec k = hn::Set(d, args.k);
  const FloatVec scale = hn::Set(d, args.alpha / static_cast<float>(args.size));
  for (size_t c = 0; c < channels; c += kLanes) {
    FloatVec sum = hn::LoadU(d, squares + c);
    for (size_t i = 1; i < args.size; ++i) {
      sum = hn::Add(sum, hn::LoadU(d, squares + c + i));
    }
    const FloatVec v = hn::LoadU(d, src + c);
    const FloatVec power = Power(hn::MulAdd(scale, sum, k), args.beta);
    hn::StoreU(hn::Div(v, power), d, dst + c);
  }
}

}  // namespace

void NormaliseRows(const LrnArgs& args, size_t row_begin, size_t row_end) {
  const size_t channels = PadChannels(args.src.c);
  const size_t half = args.size / 2;
  for (size_t i = 0; i < half; ++i) {
    args.scratch[i] = 0.0f;
    args.scratch[half + channels + i] = 0.0f;
  }
  for (size_t y = row_begin; y < row_end; ++y) {
    for (size_t x = 0; x < args.src.w; ++x) {
      NormalisePixel(args, args.src.Pixel(y, x), args.dst.Pixel(y, x), channels,
                     args.scratch);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(NormaliseRows);

size_t LrnScratchFloats(size_t channels) {
  return PadChannels(channels) + 2 * kMaxLrnSize;
}

void LrnRows(const LrnArgs& args, size_t row_begin, size_t row_end) {
  CAMGLASS_CHECK(args.size % 2 == 1 && args.size <= kMaxLrnSize);
  HWY_DYNAMIC_DISPATCH(NormaliseRows)(args, row_begin, row_end);
}

}  // namespace camglass
#endif  // HWY_ONCE
