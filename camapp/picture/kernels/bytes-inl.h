// Per-target arithmetic on vectors of bytes, for kernels on pixels. Include
// after simd-inl.h.
#if defined(CAMGLASS_CAMAPP_PICTURE_KERNELS_BYTES_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef CAMGLASS_CAMAPP_PICTURE_KERNELS_BYTES_INL_H_
#undef CAMGLASS_CAMAPP_PICTURE_KERNELS_BYTES_INL_H_
#else
#define CAMGLASS_CAMAPP_PICTURE_KERNELS_BYTES_INL_H_
#endif

#include <cstddef>
#include <cstdint>

#include "hwy/highway.h"

#include "engine/kernels/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {

using ByteTag = hn::ScalableTag<uint8_t>;
using ByteVec = hn::Vec<ByteTag>;
using WordTag = hn::ScalableTag<uint16_t>;
using WordVec = hn::Vec<WordTag>;
inline constexpr size_t kBytes = HWY_LANES(uint8_t);

// A vector of bytes as words of 16 bits: which of two neighbours is "even" does
// not matter, as long as both ways agree. Nothing crosses lanes.
struct Words {
  WordVec even, odd;
};

HWY_INLINE WordVec Word(uint16_t value) { return hn::Set(WordTag(), value); }

HWY_INLINE Words Widened(ByteVec v) {
  const WordVec w = hn::BitCast(WordTag(), v);
  return {hn::And(w, Word(0x00FF)), hn::ShiftRight<8>(w)};
}

// Each byte times 256.
HWY_INLINE Words WidenedHigh(ByteVec v) {
  const WordVec w = hn::BitCast(WordTag(), v);
  return {hn::ShiftLeft<8>(w), hn::And(w, Word(0xFF00))};
}

// No word is greater than 255.
HWY_INLINE ByteVec Narrowed(const Words& words) {
  return hn::BitCast(ByteTag(),
                     hn::Or(words.even, hn::ShiftLeft<8>(words.odd)));
}

// Each word divided by 256, rounded down.
HWY_INLINE ByteVec NarrowedHigh(const Words& words) {
  return hn::BitCast(ByteTag(), hn::Or(hn::ShiftRight<8>(words.even),
                                       hn::And(words.odd, Word(0xFF00))));
}

template <typename F>
HWY_INLINE Words ForBoth(const F& f, const Words& a) {
  return {f(a.even), f(a.odd)};
}
template <typename F>
HWY_INLINE Words ForBoth(const F& f, const Words& a, const Words& b) {
  return {f(a.even, b.even), f(a.odd, b.odd)};
}
template <typename F>
HWY_INLINE Words ForBoth(const F& f, const Words& a, const Words& b,
                         const Words& c) {
  return {f(a.even, b.even, c.even), f(a.odd, b.odd, c.odd)};
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#endif
