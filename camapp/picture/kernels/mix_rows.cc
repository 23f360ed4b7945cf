#include "camapp/picture/kernels/mix_rows.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "camapp/picture/heat_levels.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "camapp/picture/kernels/mix_rows.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/simd-inl.h"
#include "camapp/picture/kernels/bytes-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

// Blocks of kBytes pixels whose colours are looked up before any is read as
// part of a vector: reading at once what was just written in pieces would wait
// for memory.
constexpr size_t kBlocks = 8;

HWY_INLINE bool HasHeat(const uint8_t* levels) {
  const ByteTag d;
  return !hn::AllTrue(d, hn::Eq(hn::LoadU(d, levels), hn::Set(d, kNoHeat)));
}

HWY_INLINE void LookUp(const uint8_t* levels, const MixTable& table,
                       uint8_t* colours) {
  for (size_t i = 0; i < kBytes; ++i)
    std::memcpy(colours + 4 * i, table.levels[levels[i]].data(), 4);
}

// colour: times alpha already. hot: all bits of a byte, or none.
HWY_INLINE ByteVec Mixed(ByteVec pixel, ByteVec colour, ByteVec hot,
                         WordVec keep) {
  const ByteVec mixed = NarrowedHigh(ForBoth(
      [&](WordVec v, WordVec c) CAMGLASS_INLINE_LAMBDA {
        const WordVec kept = hn::Add(hn::MulHigh(v, keep), Word(128));
        return hn::SaturatedAdd(kept, c);
      },
      WidenedHigh(pixel), WidenedHigh(colour)));
  return hn::Or(hn::And(hot, mixed), hn::AndNot(hot, pixel));
}

HWY_INLINE void MixBlock(const uint8_t* rgb, const uint8_t* colours,
                         WordVec keep, uint8_t* out) {
  const ByteTag d;
  ByteVec r, g, b, cr, cg, cb, hot;
  hn::LoadInterleaved3(d, rgb, r, g, b);
  hn::LoadInterleaved4(d, colours, cr, cg, cb, hot);
  hn::StoreInterleaved3(Mixed(r, cr, hot, keep), Mixed(g, cg, hot, keep),
                        Mixed(b, cb, hot, keep), d, out);
}

HWY_INLINE void GreyBlock(const uint8_t* rgb, uint8_t* out) {
  const ByteTag d;
  ByteVec r, g, b;
  hn::LoadInterleaved3(d, rgb, r, g, b);
  const ByteVec grey = NarrowedHigh(ForBoth(
      [](WordVec red, WordVec green, WordVec blue) CAMGLASS_INLINE_LAMBDA {
        const WordVec sum = hn::Add(hn::Mul(red, Word(77)), Word(128));
        return hn::Add(hn::Add(sum, hn::Mul(green, Word(150))),
                       hn::Mul(blue, Word(29)));
      },
      Widened(r), Widened(g), Widened(b)));
  hn::StoreInterleaved3(grey, grey, grey, d, out);
}

}  // namespace

void Mix(const uint8_t* rgb, const uint8_t* levels, size_t pixels,
         const MixTable& table, uint8_t* out) {
  const WordVec keep = Word(table.keep);
  HWY_ALIGN uint8_t colours[4 * kBytes * kBlocks];
  const size_t blocks = pixels / kBytes;
  for (size_t first = 0; first < blocks; first += kBlocks) {
    const size_t n = std::min(kBlocks, blocks - first);
    const size_t at = first * kBytes;
    bool hot[kBlocks];
    for (size_t b = 0; b < n; ++b) {
      hot[b] = HasHeat(levels + at + b * kBytes);
      if (hot[b])
        LookUp(levels + at + b * kBytes, table, colours + 4 * b * kBytes);
    }
    for (size_t b = 0; b < n; ++b) {
      const uint8_t* from = rgb + 3 * (at + b * kBytes);
      uint8_t* to = out + 3 * (at + b * kBytes);
      if (hot[b])
        MixBlock(from, colours + 4 * b * kBytes, keep, to);
      else
        std::memcpy(to, from, 3 * kBytes);
    }
  }
  const size_t rest = pixels - blocks * kBytes;
  if (rest == 0) return;
  HWY_ALIGN uint8_t last[3 * kBytes] = {};
  uint8_t heat[kBytes] = {};
  std::copy_n(rgb + 3 * (pixels - rest), 3 * rest, last);
  std::copy_n(levels + pixels - rest, rest, heat);
  LookUp(heat, table, colours);
  MixBlock(last, colours, keep, last);
  std::copy_n(last, 3 * rest, out + 3 * (pixels - rest));
}

void GreyRgb(const uint8_t* rgb, size_t pixels, uint8_t* out) {
  size_t i = 0;
  for (; i + kBytes <= pixels; i += kBytes) GreyBlock(rgb + 3 * i, out + 3 * i);
  if (i == pixels) return;
  HWY_ALIGN uint8_t last[3 * kBytes] = {};
  std::copy_n(rgb + 3 * i, 3 * (pixels - i), last);
  GreyBlock(last, last);
  std::copy_n(last, 3 * (pixels - i), out + 3 * i);
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(Mix);
HWY_EXPORT(GreyRgb);

MixTable MakeMixTable(const ColourTable& colours, float alpha) {
  MixTable table;
  const double mix = std::clamp(static_cast<double>(alpha), 0.0, 1.0);
  table.keep = static_cast<uint16_t>(std::lround((1 - mix) * 65535));
  for (size_t i = 0; i < kColours; ++i) {
    for (size_t ch = 0; ch < 3; ++ch)
      table.levels[i][ch] =
          static_cast<uint8_t>(std::lround(mix * colours[i][ch]));
    table.levels[i][3] = 255;
  }
  return table;
}

void MixRow(const uint8_t* rgb, const uint8_t* levels, size_t pixels,
            const MixTable& table, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(Mix)(rgb, levels, pixels, table, out);
}

void GreyRgbRow(const uint8_t* rgb, size_t pixels, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(GreyRgb)(rgb, pixels, out);
}

}  // namespace camglass
#endif  // HWY_ONCE
