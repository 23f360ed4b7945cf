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

// Four words. One table lookup moves their bytes: shorter vectors are faster
// here than long ones, between whose blocks bytes had to move.
using BlockTag = hn::CappedTag<uint8_t, 16>;
constexpr size_t kBlockPixels = 4;
constexpr size_t kPixelsRead = 6;  // that hold the block's sixteen bytes
constexpr uint8_t kNone = 0x80;
HWY_ALIGN constexpr uint8_t kPlaces[16] = {2, 1, 0, kNone, 5,  4,  3, kNone,
                                           8, 7, 6, kNone, 11, 10, 9, kNone};

// Returns how many pixels were written: the rest is fewer than kPixelsRead.
size_t ArgbVectors(const uint8_t* rgb, size_t pixels, uint32_t* argb) {
  static_assert(std::endian::native == std::endian::little,
                "blue is the first byte of a word");
  const BlockTag d;
  const hn::Repartition<uint32_t, BlockTag> d32;
  const auto places = hn::Load(d, kPlaces);
  const auto opaque = hn::Set(d32, uint32_t{0xFF} << 24);
  size_t x = 0;
  for (; x + kPixelsRead <= pixels; x += kBlockPixels) {
    const auto bytes =
        hn::TableLookupBytesOr0(hn::LoadU(d, rgb + 3 * x), places);
    hn::StoreU(hn::Or(hn::BitCast(d32, bytes), opaque), d32, argb + x);
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
