#include "camapp/picture/kernels/yuv_rows.h"

#include <algorithm>
#include <cmath>

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "camapp/picture/kernels/yuv_rows.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/simd-inl.h"
// clang-format on

#ifndef CAMGLASS_CAMAPP_PICTURE_KERNELS_YUV_ROWS_ONCE_
#define CAMGLASS_CAMAPP_PICTURE_KERNELS_YUV_ROWS_ONCE_
namespace camglass {

// Samples enter the products as 1/128, coefficients as 1/8192; a product of
// the two keeps the upper half, as a rounding 1/2^15 multiply does, so terms
// and their sums are in 1/32. The greatest sum, near 2.8 times 256 * 32, fits
// in 16 bits; the adds saturate nevertheless.
inline constexpr int kSampleShift = 7;
inline constexpr int kSumShift = 5;
inline constexpr int kHalf = 1 << (kSumShift - 1);

}  // namespace camglass
#endif

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

using WordTag = hn::ScalableTag<int16_t>;
using WordVec = hn::Vec<WordTag>;
using UnsignedTag = hn::RebindToUnsigned<WordTag>;
using UnsignedVec = hn::Vec<UnsignedTag>;
using ByteTag = hn::Repartition<uint8_t, WordTag>;
using HalfByteTag = hn::Rebind<uint8_t, WordTag>;

// Pairs of pixels at a time: as many as there are 16-bit lanes.
constexpr size_t kPairs = HWY_LANES(int16_t);

struct Coefficients {
  WordVec black, luma, v_red, u_green, v_green, u_blue;
};

HWY_INLINE Coefficients Broadcast(const YuvCoefficients& c) {
  const WordTag d;
  return {hn::Set(d, c.black),   hn::Set(d, c.luma),    hn::Set(d, c.v_red),
          hn::Set(d, c.u_green), hn::Set(d, c.v_green), hn::Set(d, c.u_blue)};
}

// What chroma adds to each channel, in 1/32.
struct ChromaTerms {
  WordVec red, green, blue;
};

HWY_INLINE ChromaTerms TermsOf(UnsignedVec u8, UnsignedVec v8,
                               const Coefficients& c) {
  const WordTag d;
  const WordVec middle = hn::Set(d, 128);
  const WordVec u =
      hn::ShiftLeft<kSampleShift>(hn::Sub(hn::BitCast(d, u8), middle));
  const WordVec v =
      hn::ShiftLeft<kSampleShift>(hn::Sub(hn::BitCast(d, v8), middle));
  return {hn::MulFixedPoint15(v, c.v_red),
          hn::Add(hn::MulFixedPoint15(u, c.u_green),
                  hn::MulFixedPoint15(v, c.v_green)),
          hn::MulFixedPoint15(u, c.u_blue)};
}

HWY_INLINE WordVec LumaTerm(UnsignedVec y8, const Coefficients& c) {
  const WordTag d;
  const WordVec y = hn::Sub(hn::BitCast(d, y8), c.black);
  const WordVec scaled =
      hn::MulFixedPoint15(hn::ShiftLeft<kSampleShift>(y), c.luma);
  return hn::Add(scaled, hn::Set(d, kHalf));
}

HWY_INLINE WordVec Level(WordVec luma, WordVec chroma) {
  const WordTag d;
  const WordVec level =
      hn::ShiftRight<kSumShift>(hn::SaturatedAdd(luma, chroma));
  return hn::Min(hn::Max(level, hn::Zero(d)), hn::Set(d, 255));
}

// Even and odd pixels' levels as bytes in the pixels' order.
HWY_INLINE auto Pack(WordVec even, WordVec odd) {
  return hn::BitCast(ByteTag(), hn::Or(even, hn::ShiftLeft<8>(odd)));
}

HWY_INLINE void StorePairs(UnsignedVec y_even, UnsignedVec y_odd,
                           const ChromaTerms& chroma, const Coefficients& c,
                           uint8_t* rgb) {
  const WordVec even = LumaTerm(y_even, c);
  const WordVec odd = LumaTerm(y_odd, c);
  hn::StoreInterleaved3(
      Pack(Level(even, chroma.red), Level(odd, chroma.red)),
      Pack(Level(even, chroma.green), Level(odd, chroma.green)),
      Pack(Level(even, chroma.blue), Level(odd, chroma.blue)), ByteTag(), rgb);
}

HWY_INLINE UnsignedVec LowBytes(UnsignedVec words) {
  return hn::And(words, hn::Set(UnsignedTag(), 0xFF));
}
HWY_INLINE UnsignedVec HighBytes(UnsignedVec words) {
  return hn::ShiftRight<8>(words);
}

// Two vectors of 16-bit words, taken in turns.
HWY_INLINE void LoadWordPairs(const uint8_t* bytes, UnsignedVec& first,
                              UnsignedVec& second) {
  const UnsignedTag d;
  hn::LoadInterleaved2(d, reinterpret_cast<const uint16_t*>(bytes), first,
                       second);
}

HWY_INLINE UnsignedVec LoadWords(const uint8_t* bytes) {
  return hn::BitCast(UnsignedTag(), hn::LoadU(ByteTag(), bytes));
}

}  // namespace

// Each returns the pixels done: whole vectors; the caller does the rest.
size_t PackedVectors(const uint8_t* packed, PackedOrder order, size_t pixels,
                     const YuvCoefficients& coefficients, uint8_t* rgb) {
  const Coefficients c = Broadcast(coefficients);
  size_t x = 0;
  for (; x + 2 * kPairs <= pixels; x += 2 * kPairs) {
    UnsignedVec first, second;
    LoadWordPairs(packed + 2 * x, first, second);
    const bool luma_first = order != PackedOrder::kUyvy;
    const UnsignedVec y_even = luma_first ? LowBytes(first) : HighBytes(first);
    const UnsignedVec y_odd = luma_first ? LowBytes(second) : HighBytes(second);
    const UnsignedVec chroma_even =
        luma_first ? HighBytes(first) : LowBytes(first);
    const UnsignedVec chroma_odd =
        luma_first ? HighBytes(second) : LowBytes(second);
    const bool v_first = order == PackedOrder::kYvyu;
    const ChromaTerms chroma = v_first ? TermsOf(chroma_odd, chroma_even, c)
                                       : TermsOf(chroma_even, chroma_odd, c);
    StorePairs(y_even, y_odd, chroma, c, rgb + 3 * x);
  }
  return x;
}

size_t SemiPlanarVectors(const uint8_t* luma, const uint8_t* chroma,
                         bool v_first, size_t pixels,
                         const YuvCoefficients& coefficients, uint8_t* rgb) {
  const Coefficients c = Broadcast(coefficients);
  size_t x = 0;
  for (; x + 2 * kPairs <= pixels; x += 2 * kPairs) {
    const UnsignedVec y = LoadWords(luma + x);
    const UnsignedVec uv = LoadWords(chroma + x);
    const ChromaTerms terms = v_first ? TermsOf(HighBytes(uv), LowBytes(uv), c)
                                      : TermsOf(LowBytes(uv), HighBytes(uv), c);
    StorePairs(LowBytes(y), HighBytes(y), terms, c, rgb + 3 * x);
  }
  return x;
}

size_t PlanarVectors(const uint8_t* luma, const uint8_t* u, const uint8_t* v,
                     size_t pixels, const YuvCoefficients& coefficients,
                     uint8_t* rgb) {
  const Coefficients c = Broadcast(coefficients);
  const HalfByteTag dh;
  const UnsignedTag d;
  size_t x = 0;
  for (; x + 2 * kPairs <= pixels; x += 2 * kPairs) {
    const UnsignedVec y = LoadWords(luma + x);
    const ChromaTerms terms =
        TermsOf(hn::PromoteTo(d, hn::LoadU(dh, u + x / 2)),
                hn::PromoteTo(d, hn::LoadU(dh, v + x / 2)), c);
    StorePairs(LowBytes(y), HighBytes(y), terms, c, rgb + 3 * x);
  }
  return x;
}

size_t GreyVectors(const uint8_t* luma, size_t pixels,
                   const YuvCoefficients& coefficients, uint8_t* rgb) {
  const Coefficients c = Broadcast(coefficients);
  const WordVec zero = hn::Zero(WordTag());
  const ChromaTerms none = {zero, zero, zero};
  size_t x = 0;
  for (; x + 2 * kPairs <= pixels; x += 2 * kPairs) {
    const UnsignedVec y = LoadWords(luma + x);
    StorePairs(LowBytes(y), HighBytes(y), none, c, rgb + 3 * x);
  }
  return x;
}

size_t SwapVectors(const uint8_t* bgr, size_t pixels, uint8_t* rgb) {
  const ByteTag d;
  constexpr size_t kPixels = HWY_LANES(uint8_t);
  size_t x = 0;
  for (; x + kPixels <= pixels; x += kPixels) {
    hn::Vec<ByteTag> b, g, r;
    hn::LoadInterleaved3(d, bgr + 3 * x, b, g, r);
    hn::StoreInterleaved3(r, g, b, d, rgb + 3 * x);
  }
  return x;
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {
namespace {

int Product(int sample, int16_t coefficient) {
  return ((sample << kSampleShift) * coefficient + (1 << 14)) >> 15;
}

uint8_t Level(int sum) {
  const int saturated = std::clamp(sum, -32768, 32767);
  return static_cast<uint8_t>(std::clamp(saturated >> kSumShift, 0, 255));
}

// Coefficients as 1/8192.
int16_t Fixed(double v) { return static_cast<int16_t>(std::lround(v * 8192)); }

}  // namespace

HWY_EXPORT(PackedVectors);
HWY_EXPORT(SemiPlanarVectors);
HWY_EXPORT(PlanarVectors);
HWY_EXPORT(GreyVectors);
HWY_EXPORT(SwapVectors);

YuvCoefficients MakeYuvCoefficients(double red_weight, double blue_weight,
                                    bool full_range) {
  const double green_weight = 1 - red_weight - blue_weight;
  const double luma = full_range ? 1.0 : 255.0 / 219;
  const double chroma = full_range ? 1.0 : 255.0 / 224;
  const double u_blue = 2 * (1 - blue_weight) * chroma;
  const double v_red = 2 * (1 - red_weight) * chroma;
  return {.black = static_cast<int16_t>(full_range ? 0 : 16),
          .luma = Fixed(luma),
          .v_red = Fixed(v_red),
          .u_green = Fixed(-u_blue * blue_weight / green_weight),
          .v_green = Fixed(-v_red * red_weight / green_weight),
          .u_blue = Fixed(u_blue)};
}

void YuvPixel(uint8_t y, uint8_t u, uint8_t v, const YuvCoefficients& c,
              uint8_t* rgb) {
  const int luma = Product(y - c.black, c.luma) + kHalf;
  rgb[0] = Level(luma + Product(v - 128, c.v_red));
  rgb[1] =
      Level(luma + Product(u - 128, c.u_green) + Product(v - 128, c.v_green));
  rgb[2] = Level(luma + Product(u - 128, c.u_blue));
}

void PackedYuvRow(const uint8_t* packed, PackedOrder order, size_t pixels,
                  const YuvCoefficients& c, uint8_t* rgb) {
  size_t x = HWY_DYNAMIC_DISPATCH(PackedVectors)(packed, order, pixels, c, rgb);
  const size_t y_at = order == PackedOrder::kUyvy ? 1 : 0;
  const size_t v_at = order == PackedOrder::kYvyu ? 1 - y_at : 3 - y_at;
  const size_t u_at = order == PackedOrder::kYvyu ? 3 - y_at : 1 - y_at;
  for (; x < pixels; x += 2) {
    const uint8_t* group = packed + 2 * x;
    YuvPixel(group[y_at], group[u_at], group[v_at], c, rgb + 3 * x);
    YuvPixel(group[y_at + 2], group[u_at], group[v_at], c, rgb + 3 * x + 3);
  }
}

void SemiPlanarYuvRow(const uint8_t* luma, const uint8_t* chroma, bool v_first,
                      size_t pixels, const YuvCoefficients& c, uint8_t* rgb) {
  size_t x = HWY_DYNAMIC_DISPATCH(SemiPlanarVectors)(luma, chroma, v_first,
                                                     pixels, c, rgb);
  for (; x < pixels; ++x) {
    const uint8_t* pair = chroma + x / 2 * 2;
    const size_t u_at = v_first ? 1 : 0;
    YuvPixel(luma[x], pair[u_at], pair[1 - u_at], c, rgb + 3 * x);
  }
}

void PlanarYuvRow(const uint8_t* luma, const uint8_t* u, const uint8_t* v,
                  size_t pixels, const YuvCoefficients& c, uint8_t* rgb) {
  size_t x = HWY_DYNAMIC_DISPATCH(PlanarVectors)(luma, u, v, pixels, c, rgb);
  for (; x < pixels; ++x) YuvPixel(luma[x], u[x / 2], v[x / 2], c, rgb + 3 * x);
}

void GreyRow(const uint8_t* luma, size_t pixels, const YuvCoefficients& c,
             uint8_t* rgb) {
  size_t x = HWY_DYNAMIC_DISPATCH(GreyVectors)(luma, pixels, c, rgb);
  for (; x < pixels; ++x) YuvPixel(luma[x], 128, 128, c, rgb + 3 * x);
}

void SwapRedBlueRow(const uint8_t* bgr, size_t pixels, uint8_t* rgb) {
  size_t x = HWY_DYNAMIC_DISPATCH(SwapVectors)(bgr, pixels, rgb);
  for (; x < pixels; ++x) {
    rgb[3 * x] = bgr[3 * x + 2];
    rgb[3 * x + 1] = bgr[3 * x + 1];
    rgb[3 * x + 2] = bgr[3 * x];
  }
}

}  // namespace camglass
#endif  // HWY_ONCE
