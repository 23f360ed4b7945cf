#include "camapp/picture/kernels/argb_rows.h"

#include <bit>

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "camapp/picture/kernels/argb_rows.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/simd-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

// Returns how many pixels were written: the rest is fewer than a vector's.
size_t ArgbVectors(const uint8_t* rgb, size_t pixels, uint32_t* argb) {
  static_assert(std::endian::native == std::endian::little,
                "blue is the first byte of a word");
  const hn::ScalableTag<uint8_t> d;
  constexpr size_t kPixels = HWY_LANES(uint8_t);
  const auto opaque = hn::Set(d, 255);
  auto* bytes = reinterpret_cast<uint8_t*>(argb);
  size_t x = 0;
  for (; x + kPixels <= pixels; x += kPixels) {
    hn::Vec<decltype(d)> r, g, b;
    hn::LoadInterleaved3(d, rgb + 3 * x, r, g, b);
    hn::StoreInterleaved4(b, g, r, opaque, d, bytes + 4 * x);
  }
  return x;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(ArgbVectors);

void RgbToArgbRow(const uint8_t* rgb, size_t pixels, uint32_t* argb) {
  size_t x = HWY_DYNAMIC_DISPATCH(ArgbVectors)(rgb, pixels, argb);
  for (; x < pixels; ++x)
    argb[x] = uint32_t{0xFF} << 24 | uint32_t{rgb[3 * x]} << 16 |
              uint32_t{rgb[3 * x + 1]} << 8 | rgb[3 * x + 2];
}

}  // namespace camglass
#endif  // HWY_ONCE
