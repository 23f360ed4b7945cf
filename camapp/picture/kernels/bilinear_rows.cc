#include "camapp/picture/kernels/bilinear_rows.h"

#include <algorithm>
#include <cstring>

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "camapp/picture/kernels/bilinear_rows.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/simd-inl.h"
#include "camapp/picture/kernels/bytes-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

using PixelTag = hn::ScalableTag<uint32_t>;
constexpr size_t kPixels = HWY_LANES(uint32_t);

// Vectors of neighbours that are fetched before any is read: reading at once
// what was just written in pieces would wait for memory.
constexpr size_t kVectors = 8;

// a * 256 + (b - a) * weight: what leaves 16 bits on the way comes back.
HWY_INLINE ByteVec MixBytes(ByteVec a, ByteVec b, WordVec weight) {
  return NarrowedHigh(ForBoth(
      [&](WordVec a256, WordVec from, WordVec to) CAMGLASS_INLINE_LAMBDA {
        return hn::Add(hn::Add(a256, Word(128)),
                       hn::Mul(hn::Sub(to, from), weight));
      },
      WidenedHigh(a), Widened(a), Widened(b)));
}

uint8_t MixOf(uint32_t a, uint32_t b, uint32_t weight) {
  return static_cast<uint8_t>(
      (a * (kWholeWeight - weight) + b * weight + kWholeWeight / 2) /
      kWholeWeight);
}

uint32_t PixelMix(const uint32_t* pair, uint32_t weight) {
  uint32_t mix = 0;
  for (int shift = 0; shift < 32; shift += 8)
    mix |=
        uint32_t{MixOf(pair[0] >> shift & 255, pair[1] >> shift & 255, weight)}
        << shift;
  return mix;
}

HWY_INLINE void FetchPairs(const uint32_t* row, const uint32_t* left,
                           uint32_t* pairs) {
  for (size_t x = 0; x < kPixels; ++x)
    std::memcpy(pairs + 2 * x, row + left[x], 2 * sizeof(*row));
}

HWY_INLINE void MixPairs(const uint32_t* pairs, const uint32_t* weights,
                         uint32_t* out) {
  const PixelTag d;
  hn::Vec<PixelTag> a, b;
  hn::LoadInterleaved2(d, pairs, a, b);
  const auto weight = hn::LoadU(d, weights);
  const auto both = hn::Or(weight, hn::ShiftLeft<16>(weight));
  const ByteVec mix =
      MixBytes(hn::BitCast(ByteTag(), a), hn::BitCast(ByteTag(), b),
               hn::BitCast(WordTag(), both));
  hn::StoreU(hn::BitCast(d, mix), d, out);
}

}  // namespace

void MixRows(const uint8_t* a, const uint8_t* b, uint32_t weight, size_t count,
             uint8_t* out) {
  const ByteTag d;
  const WordVec weights = Word(static_cast<uint16_t>(weight));
  size_t i = 0;
  for (; i + kBytes <= count; i += kBytes)
    hn::StoreU(MixBytes(hn::LoadU(d, a + i), hn::LoadU(d, b + i), weights), d,
               out + i);
  for (; i < count; ++i) out[i] = MixOf(a[i], b[i], weight);
}

void MixNext(const uint32_t* row, const uint32_t* left, const uint32_t* weights,
             size_t pixels, uint32_t* out) {
  HWY_ALIGN uint32_t pairs[2 * kPixels * kVectors];
  const size_t end = pixels / kPixels * kPixels;
  for (size_t x = 0; x < end;) {
    const size_t first = x;
    const size_t last = std::min(end, x + kPixels * kVectors);
    for (; x < last; x += kPixels)
      FetchPairs(row, left + x, pairs + 2 * (x - first));
    for (x = first; x < last; x += kPixels)
      MixPairs(pairs + 2 * (x - first), weights + x, out + x);
  }
  for (size_t x = end; x < pixels; ++x)
    out[x] = PixelMix(row + left[x], weights[x]);
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(MixRows);
HWY_EXPORT(MixNext);

void MixByteRows(const uint8_t* a, const uint8_t* b, uint32_t weight,
                 size_t count, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(MixRows)(a, b, weight, count, out);
}

void MixNeighbours(const uint32_t* row, const uint32_t* left,
                   const uint32_t* weights, size_t pixels, uint32_t* out) {
  HWY_DYNAMIC_DISPATCH(MixNext)(row, left, weights, pixels, out);
}

}  // namespace camglass
#endif  // HWY_ONCE
