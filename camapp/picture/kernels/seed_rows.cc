#include "camapp/picture/kernels/seed_rows.h"

#include <algorithm>

#include "camapp/picture/heat_levels.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "camapp/picture/kernels/seed_rows.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/simd-inl.h"
#include "camapp/picture/kernels/bytes-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

// overlay.h's Grey. Its weights in units of 1/256, and what is beyond: only
// there are products rounded.
HWY_INLINE WordVec GreySum(WordVec r, WordVec g, WordVec b) {
  const WordVec red_green =
      hn::Add(hn::Mul(r, Word(76)), hn::Mul(g, Word(150)));
  return hn::Add(hn::Add(red_green, hn::Mul(b, Word(29))), Word(128));
}
HWY_INLINE WordVec GreyRest(WordVec r256, WordVec g256, WordVec b256) {
  const WordVec red_green =
      hn::Add(hn::MulHigh(r256, Word(33974)), hn::MulHigh(g256, Word(17826)));
  // What rounding down has taken off three times decides exact halves.
  const WordVec blue = hn::Add(hn::MulHigh(b256, Word(12059)), Word(3));
  return hn::ShiftRight<8>(hn::Add(red_green, blue));
}
HWY_INLINE ByteVec GreyOf(ByteVec r, ByteVec g, ByteVec b) {
  const Words sum =
      ForBoth([](WordVec x, WordVec y, WordVec z)
                  CAMGLASS_INLINE_LAMBDA { return GreySum(x, y, z); },
              Widened(r), Widened(g), Widened(b));
  const Words rest =
      ForBoth([](WordVec x, WordVec y, WordVec z)
                  CAMGLASS_INLINE_LAMBDA { return GreyRest(x, y, z); },
              WidenedHigh(r), WidenedHigh(g), WidenedHigh(b));
  return NarrowedHigh(
      {hn::Add(sum.even, rest.even), hn::Add(sum.odd, rest.odd)});
}

struct Channels {
  Words r, g, b;
};

// colour_table.h's Jet times the ramp, computed instead of looked up, in units
// of 1/kSeedUnits. kNoHeat has the first level's colour: black.
HWY_INLINE Channels SeedColour(ByteVec level) {
  const ByteTag d;
  const auto set = [](uint8_t v)
                       CAMGLASS_INLINE_LAMBDA { return hn::Set(ByteTag(), v); };
  const ByteVec heat =
      hn::IfThenZeroElse(hn::Eq(level, hn::Set(d, kNoHeat)), level);
  const Words heat4 = ForBoth(
      [](WordVec v) CAMGLASS_INLINE_LAMBDA { return hn::ShiftLeft<2>(v); },
      Widened(heat));
  // Both slopes in 1/64, of which the lower one counts, and at most 1.
  const auto hill = [&](ByteVec rising,
                        ByteVec falling) CAMGLASS_INLINE_LAMBDA {
    const ByteVec steps = hn::Min(hn::Min(rising, falling), set(64));
    // 4 * steps * heat fits; 32897 / 65536 of it is steps / 64 * ramp * 128.
    return ForBoth(
        [](WordVec s, WordVec h) CAMGLASS_INLINE_LAMBDA {
          return hn::MulHigh(hn::Mul(s, h), Word(32897));
        },
        Widened(steps), heat4);
  };
  return {
      hill(hn::SaturatedSub(heat, set(95)),
           hn::SaturatedAdd(hn::Sub(set(255), heat), set(32))),
      hill(hn::SaturatedSub(heat, set(31)), hn::SaturatedSub(set(223), heat)),
      hill(hn::SaturatedAdd(heat, set(33)), hn::SaturatedSub(set(159), heat))};
}

HWY_INLINE Words HalfGrey(ByteVec grey) {
  static_assert(kSeedUnits / 2 == 1 << 6);
  return ForBoth([](WordVec v)
                     CAMGLASS_INLINE_LAMBDA { return hn::ShiftLeft<6>(v); },
                 Widened(grey));
}

HWY_INLINE Words Plus(const Words& a, const Words& b) {
  return ForBoth([](WordVec x, WordVec y)
                     CAMGLASS_INLINE_LAMBDA { return hn::Add(x, y); },
                 a, b);
}
HWY_INLINE WordVec LeastOf(const Words& v) { return hn::Min(v.even, v.odd); }
HWY_INLINE WordVec GreatestOf(const Words& v) { return hn::Max(v.even, v.odd); }

HWY_INLINE bool HasHeat(ByteVec levels) {
  const ByteTag d;
  return !hn::AllTrue(d, hn::Eq(levels, hn::Set(d, kNoHeat)));
}

// Least and greatest sums, one of each for each lane.
class SumRange {
 public:
  explicit SumRange(const SeedRange& range)
      : least_(Word(range.least)), greatest_(Word(range.greatest)) {}

  HWY_INLINE void Add(ByteVec grey, ByteVec levels) {
    const Words half = HalfGrey(grey);
    if (!HasHeat(levels)) return Add(half);
    const Channels c = SeedColour(levels);
    Add(Plus(c.r, half));
    Add(Plus(c.g, half));
    Add(Plus(c.b, half));
  }

  HWY_INLINE SeedRange Result() const {
    HWY_ALIGN uint16_t least[kBytes / 2];
    HWY_ALIGN uint16_t greatest[kBytes / 2];
    hn::Store(least_, WordTag(), least);
    hn::Store(greatest_, WordTag(), greatest);
    return {*std::min_element(least, least + kBytes / 2),
            *std::max_element(greatest, greatest + kBytes / 2)};
  }

 private:
  HWY_INLINE void Add(const Words& sums) {
    least_ = hn::Min(least_, LeastOf(sums));
    greatest_ = hn::Max(greatest_, GreatestOf(sums));
  }

  WordVec least_, greatest_;
};

}  // namespace

void SumsOfSeed(const uint8_t* rgb, const uint8_t* levels, size_t pixels,
                uint8_t* grey, SeedRange* range) {
  const ByteTag d;
  SumRange sums(*range);
  ByteVec r, g, b;
  size_t i = 0;
  for (; i + kBytes <= pixels; i += kBytes) {
    hn::LoadInterleaved3(d, rgb + 3 * i, r, g, b);
    const ByteVec greys = GreyOf(r, g, b);
    hn::StoreU(greys, d, grey + i);
    sums.Add(greys, hn::LoadU(d, levels + i));
  }
  if (i < pixels) {
    // The rest of the last block repeats its last pixel: no new sum.
    HWY_ALIGN uint8_t last[3 * kBytes];
    HWY_ALIGN uint8_t heat[kBytes];
    for (size_t k = 0; k < kBytes; ++k) {
      const size_t from = std::min(i + k, pixels - 1);
      std::copy_n(rgb + 3 * from, 3, last + 3 * k);
      heat[k] = levels[from];
    }
    hn::LoadInterleaved3(d, last, r, g, b);
    const ByteVec greys = GreyOf(r, g, b);
    sums.Add(greys, hn::Load(d, heat));
    hn::Store(greys, d, last);
    std::copy_n(last, pixels - i, grey + i);
  }
  *range = sums.Result();
}

namespace {

// (sum - least) / (greatest - least) as bytes.
class Stretch {
 public:
  explicit Stretch(const SeedRange& range) : least_(range.least) {
    const uint32_t width = uint32_t{range.greatest} - range.least;
    if (width == 0) return;  // black, as MATLAB's 0 / 0 is
    while ((width << shift_) < 0x8000) ++shift_;
    const uint32_t wide = width << shift_;
    // Results have 7 bits behind the point: more don't fit.
    factor_ =
        static_cast<uint16_t>((uint64_t{255 * 128} * 65536 + wide / 2) / wide);
  }

  HWY_INLINE Words Shifted(const Words& sums) const {
    return ForBoth(
        [&](WordVec v)
            CAMGLASS_INLINE_LAMBDA { return hn::Sub(v, Word(least_)); },
        sums);
  }
  HWY_INLINE ByteVec Bytes(const Words& shifted) const {
    return NarrowedHigh(ForBoth(
        [&](WordVec v) CAMGLASS_INLINE_LAMBDA {
          const WordVec wide = hn::ShiftLeftSame(v, shift_);
          const WordVec level = hn::MulHigh(wide, Word(factor_));
          return hn::ShiftLeft<1>(hn::Add(level, Word(64)));
        },
        shifted));
  }

 private:
  uint16_t least_;
  uint16_t factor_ = 0;
  int shift_ = 0;
};

HWY_INLINE void SeedBlock(const Stretch& stretch, ByteVec heat, ByteVec grey,
                          uint8_t* rgb) {
  const ByteTag d;
  const Words half = HalfGrey(grey);
  if (!HasHeat(heat)) {
    const ByteVec v = stretch.Bytes(stretch.Shifted(half));
    hn::StoreInterleaved3(v, v, v, d, rgb);
    return;
  }
  const Channels c = SeedColour(heat);
  hn::StoreInterleaved3(stretch.Bytes(stretch.Shifted(Plus(c.r, half))),
                        stretch.Bytes(stretch.Shifted(Plus(c.g, half))),
                        stretch.Bytes(stretch.Shifted(Plus(c.b, half))), d,
                        rgb);
}

}  // namespace

void Seed(const uint8_t* levels, const uint8_t* grey, size_t pixels,
          const SeedRange& range, uint8_t* rgb) {
  const ByteTag d;
  const Stretch stretch(range);
  size_t i = 0;
  for (; i + kBytes <= pixels; i += kBytes)
    SeedBlock(stretch, hn::LoadU(d, levels + i), hn::LoadU(d, grey + i),
              rgb + 3 * i);
  if (i == pixels) return;
  HWY_ALIGN uint8_t last[3 * kBytes] = {};
  const size_t n = pixels - i;
  std::copy_n(levels + i, n, last);
  std::copy_n(grey + i, n, last + kBytes);
  SeedBlock(stretch, hn::Load(d, last), hn::Load(d, last + kBytes), last);
  std::copy_n(last, 3 * n, rgb + 3 * i);
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(SumsOfSeed);
HWY_EXPORT(Seed);

void SeedSums(const uint8_t* rgb, const uint8_t* levels, size_t pixels,
              uint8_t* grey, SeedRange* range) {
  HWY_DYNAMIC_DISPATCH(SumsOfSeed)(rgb, levels, pixels, grey, range);
}

void SeedRow(const uint8_t* levels, const uint8_t* grey, size_t pixels,
             const SeedRange& range, uint8_t* rgb) {
  HWY_DYNAMIC_DISPATCH(Seed)(levels, grey, pixels, range, rgb);
}

}  // namespace camglass
#endif  // HWY_ONCE
