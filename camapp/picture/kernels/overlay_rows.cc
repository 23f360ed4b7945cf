#include "camapp/picture/kernels/overlay_rows.h"

#include <algorithm>
#include <cmath>

#include "camapp/picture/heat_levels.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "camapp/picture/kernels/overlay_rows.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/simd-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

using IntTag = hn::Rebind<int32_t, FloatTag>;
using IntVec = hn::Vec<IntTag>;
using QuarterTag = hn::Rebind<uint8_t, FloatTag>;  // a byte for each float
using ByteTag = hn::ScalableTag<uint8_t>;
using ByteVec = hn::Vec<ByteTag>;
constexpr size_t kBytes = HWY_LANES(uint8_t);

HWY_INLINE FloatVec ToFloats(const uint8_t* bytes) {
  const QuarterTag d8;
  return hn::ConvertTo(FloatTag(),
                       hn::PromoteTo(IntTag(), hn::Load(d8, bytes)));
}

HWY_INLINE void StoreBytes(FloatVec rounded_up_by_half, uint8_t* bytes) {
  const IntVec whole = hn::ConvertTo(IntTag(), rounded_up_by_half);
  hn::Store(hn::DemoteTo(QuarterTag(), hn::Max(whole, hn::Zero(IntTag()))),
            QuarterTag(), bytes);
}

// Up to a vector of pixels, in planes.
struct Planes {
  HWY_ALIGN uint8_t r[kBytes];
  HWY_ALIGN uint8_t g[kBytes];
  HWY_ALIGN uint8_t b[kBytes];
};

HWY_INLINE void LoadPixels(const uint8_t* rgb, size_t pixels, Planes& planes) {
  const ByteTag d;
  if (pixels == kBytes) {
    ByteVec r, g, b;
    hn::LoadInterleaved3(d, rgb, r, g, b);
    hn::Store(r, d, planes.r);
    hn::Store(g, d, planes.g);
    hn::Store(b, d, planes.b);
    return;
  }
  for (size_t i = 0; i < pixels; ++i) {
    planes.r[i] = rgb[3 * i];
    planes.g[i] = rgb[3 * i + 1];
    planes.b[i] = rgb[3 * i + 2];
  }
  // What is beyond counts in no result, but is computed with.
  for (size_t i = pixels; i < kBytes; ++i)
    planes.r[i] = planes.g[i] = planes.b[i] = 0;
}

HWY_INLINE void StorePixels(const Planes& planes, size_t pixels, uint8_t* rgb) {
  const ByteTag d;
  if (pixels == kBytes) {
    hn::StoreInterleaved3(hn::Load(d, planes.r), hn::Load(d, planes.g),
                          hn::Load(d, planes.b), d, rgb);
    return;
  }
  for (size_t i = 0; i < pixels; ++i) {
    rgb[3 * i] = planes.r[i];
    rgb[3 * i + 1] = planes.g[i];
    rgb[3 * i + 2] = planes.b[i];
  }
}

// Pixels whose three channels are equal.
HWY_INLINE void StoreGrey(const uint8_t* grey, size_t pixels, uint8_t* rgb) {
  const ByteTag d;
  if (pixels == kBytes) {
    const ByteVec v = hn::Load(d, grey);
    hn::StoreInterleaved3(v, v, v, d, rgb);
    return;
  }
  for (size_t i = 0; i < pixels; ++i)
    rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = grey[i];
}

// A block of single bytes, filled up with kNoHeat.
struct Block {
  HWY_ALIGN uint8_t bytes[kBytes];

  HWY_INLINE void Load(const uint8_t* from, size_t count) {
    const ByteTag d;
    if (count == kBytes) {
      hn::Store(hn::LoadU(d, from), d, bytes);
      return;
    }
    for (size_t i = 0; i < kBytes; ++i)
      bytes[i] = i < count ? from[i] : kNoHeat;
  }
  HWY_INLINE void Save(uint8_t* to, size_t count) const {
    const ByteTag d;
    if (count == kBytes) {
      hn::StoreU(hn::Load(d, bytes), d, to);
      return;
    }
    for (size_t i = 0; i < count; ++i) to[i] = bytes[i];
  }
  // As levels: most of a picture has none.
  HWY_INLINE bool HasHeat() const {
    const ByteTag d;
    return !hn::AllTrue(d, hn::Eq(hn::Load(d, bytes), hn::Set(d, kNoHeat)));
  }
};

HWY_INLINE FloatVec Between01(FloatVec v) {
  const FloatTag d;
  return hn::Min(hn::Max(v, hn::Zero(d)), hn::Set(d, 1.0f));
}

struct Channels {
  FloatVec r, g, b;
};

// colour_table.h's Jet times the ramp, computed instead of looked up. kNoHeat
// has the first level's colour: black.
HWY_INLINE Channels SeedColour(FloatVec level) {
  const auto set = [](float v) CAMGLASS_INLINE_LAMBDA {
    return hn::Set(FloatTag(), v);
  };
  const FloatVec heat = hn::IfThenZeroElse(hn::Gt(level, set(254)), level);
  const FloatVec row = hn::Mul(heat, set(1.0f / 64));
  const FloatVec ramp = hn::Mul(heat, set(255.0f / 254));
  // Levels count from 0, rows from 1.
  const auto hill = [&](float up, float down) CAMGLASS_INLINE_LAMBDA {
    const FloatVec rising = hn::Sub(row, set(up));
    const FloatVec falling = hn::Sub(set(down), row);
    return hn::Mul(Between01(hn::Min(rising, falling)), ramp);
  };
  return {hill(95.0f / 64, 287.0f / 64), hill(31.0f / 64, 223.0f / 64),
          hill(-33.0f / 64, 159.0f / 64)};
}

HWY_INLINE FloatVec GreyOf(FloatVec r, FloatVec g, FloatVec b) {
  const FloatTag d;
  FloatVec sum = hn::MulAdd(r, hn::Set(d, 0.2989f), hn::Set(d, 0.5f));
  sum = hn::MulAdd(g, hn::Set(d, 0.5870f), sum);
  return hn::MulAdd(b, hn::Set(d, 0.1140f), sum);
}

HWY_INLINE hn::Mask<FloatTag> Finite(FloatVec v) {
  const FloatTag d;
  return hn::Le(hn::Abs(v), hn::Set(d, std::numeric_limits<float>::max()));
}

}  // namespace

void Widen(const float* values, size_t count, ValueRange* range) {
  const FloatTag d;
  const FloatVec most = hn::Set(d, std::numeric_limits<float>::infinity());
  FloatVec least = hn::Set(d, range->least);
  FloatVec greatest = hn::Set(d, range->greatest);
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    const FloatVec v = hn::LoadU(d, values + i);
    const auto finite = Finite(v);
    least = hn::Min(least, hn::IfThenElse(finite, v, most));
    greatest = hn::Max(greatest, hn::IfThenElse(finite, v, hn::Neg(most)));
  }
  range->least = hn::GetLane(hn::MinOfLanes(d, least));
  range->greatest = hn::GetLane(hn::MaxOfLanes(d, greatest));
  for (; i < count; ++i) {
    if (!std::isfinite(values[i])) continue;
    range->least = std::min(range->least, values[i]);
    range->greatest = std::max(range->greatest, values[i]);
  }
}

namespace {

HWY_INLINE FloatVec LevelOf(FloatVec v, const LevelRule& rule) {
  const FloatTag d;
  const FloatVec half = hn::Set(d, 0.5f);
  const FloatVec n =
      hn::Div(hn::Sub(v, hn::Set(d, rule.zero)), hn::Set(d, rule.range));
  FloatVec level;
  auto shown = Finite(v);
  if (rule.is_signed) {
    const FloatVec size = hn::Abs(n);
    shown = hn::And(shown, hn::Ge(size, hn::Set(d, rule.threshold)));
    const FloatVec steps =
        hn::Floor(hn::MulAdd(size, hn::Set(d, 127.0f), half));
    level = hn::Add(hn::CopySign(steps, n), hn::Set(d, 127.0f));
  } else {
    shown = hn::And(shown, hn::Ge(n, hn::Set(d, rule.threshold)));
    shown = hn::And(shown, hn::Ge(n, hn::Zero(d)));
    level = hn::Floor(hn::MulAdd(n, hn::Set(d, 255.0f), half));
  }
  level = hn::Min(level, hn::Set(d, 254.0f));
  return hn::IfThenElse(shown, level, hn::Set(d, float{kNoHeat}));
}

}  // namespace

void Levels(const float* values, size_t count, const LevelRule& rule,
            uint8_t* levels) {
  const FloatTag d;
  Block block;
  HWY_ALIGN float last[kBytes];
  for (size_t i = 0; i < count; i += kBytes) {
    const size_t n = std::min(kBytes, count - i);
    const float* from = values + i;
    if (n < kBytes) {
      std::copy_n(from, n, last);
      std::fill(last + n, last + kBytes, 0.0f);
      from = last;
    }
    for (size_t k = 0; k < kBytes; k += kLanes)
      StoreBytes(LevelOf(hn::LoadU(d, from + k), rule), block.bytes + k);
    block.Save(levels + i, n);
  }
}

void SumsOfSeed(const uint8_t* rgb, const uint8_t* levels, size_t pixels,
                uint8_t* grey, ValueRange* range) {
  const FloatTag d;
  Planes in;
  Block heat, greys;
  FloatVec least = hn::Set(d, range->least);
  FloatVec greatest = hn::Set(d, range->greatest);
  for (size_t i = 0; i < pixels; i += kBytes) {
    const size_t n = std::min(kBytes, pixels - i);
    LoadPixels(rgb + 3 * i, n, in);
    heat.Load(levels + i, n);
    for (size_t k = 0; k < kBytes; k += kLanes) {
      StoreBytes(
          GreyOf(ToFloats(in.r + k), ToFloats(in.g + k), ToFloats(in.b + k)),
          greys.bytes + k);
    }
    greys.Save(grey + i, n);
    const bool hot = heat.HasHeat();
    // The rest of the last block repeats its first pixel: no new sum.
    for (size_t k = n; k < kBytes; ++k) {
      greys.bytes[k] = greys.bytes[0];
      heat.bytes[k] = heat.bytes[0];
    }
    for (size_t k = 0; k < kBytes; k += kLanes) {
      const FloatVec half =
          hn::Mul(ToFloats(greys.bytes + k), hn::Set(d, 0.5f));
      if (!hot) {
        least = hn::Min(least, half);
        greatest = hn::Max(greatest, half);
        continue;
      }
      const Channels c = SeedColour(ToFloats(heat.bytes + k));
      least = hn::Min(least, hn::Add(half, hn::Min(c.r, hn::Min(c.g, c.b))));
      greatest =
          hn::Max(greatest, hn::Add(half, hn::Max(c.r, hn::Max(c.g, c.b))));
    }
  }
  range->least = hn::GetLane(hn::MinOfLanes(d, least));
  range->greatest = hn::GetLane(hn::MaxOfLanes(d, greatest));
}

void Seed(const uint8_t* levels, const uint8_t* grey, size_t pixels,
          float least, float scale, uint8_t* rgb) {
  const FloatTag d;
  const FloatVec gain = hn::Set(d, scale);
  const FloatVec half = hn::Set(d, 0.5f);
  const auto shifted = [&](const uint8_t* greys) CAMGLASS_INLINE_LAMBDA {
    return hn::Sub(hn::Mul(ToFloats(greys), half), hn::Set(d, least));
  };
  const auto level = [&](FloatVec sum) CAMGLASS_INLINE_LAMBDA {
    return hn::MulAdd(sum, gain, half);
  };
  Planes out;
  Block heat, greys;
  for (size_t i = 0; i < pixels; i += kBytes) {
    const size_t n = std::min(kBytes, pixels - i);
    heat.Load(levels + i, n);
    greys.Load(grey + i, n);
    if (!heat.HasHeat()) {
      for (size_t k = 0; k < kBytes; k += kLanes)
        StoreBytes(level(shifted(greys.bytes + k)), out.r + k);
      StoreGrey(out.r, n, rgb + 3 * i);
      continue;
    }
    for (size_t k = 0; k < kBytes; k += kLanes) {
      const FloatVec base = shifted(greys.bytes + k);
      const Channels c = SeedColour(ToFloats(heat.bytes + k));
      StoreBytes(level(hn::Add(c.r, base)), out.r + k);
      StoreBytes(level(hn::Add(c.g, base)), out.g + k);
      StoreBytes(level(hn::Add(c.b, base)), out.b + k);
    }
    StorePixels(out, n, rgb + 3 * i);
  }
}

void Mix(const uint8_t* rgb, const uint8_t* levels, size_t pixels,
         const LevelTable* tables, float alpha, uint8_t* result) {
  const FloatTag d;
  const IntTag di;
  const FloatVec mix = hn::Set(d, alpha);
  const FloatVec keep = hn::Set(d, 1.0f - alpha);
  const FloatVec half = hn::Set(d, 0.5f);
  Planes in, out;
  Block heat;
  for (size_t i = 0; i < pixels; i += kBytes) {
    const size_t n = std::min(kBytes, pixels - i);
    LoadPixels(rgb + 3 * i, n, in);
    heat.Load(levels + i, n);
    for (size_t k = 0; k < kBytes; k += kLanes) {
      const IntVec level =
          hn::PromoteTo(di, hn::Load(QuarterTag(), heat.bytes + k));
      const auto hot = hn::RebindMask(d, hn::Ne(level, hn::Set(di, kNoHeat)));
      const auto mixed = [&](const uint8_t* pixel,
                             const float* table) CAMGLASS_INLINE_LAMBDA {
        const FloatVec v = ToFloats(pixel + k);
        const FloatVec colour = hn::GatherIndex(d, table, level);
        const FloatVec sum = hn::MulAdd(v, keep, hn::Mul(colour, mix));
        return hn::Add(hn::IfThenElse(hot, sum, v), half);
      };
      StoreBytes(mixed(in.r, tables[0]), out.r + k);
      StoreBytes(mixed(in.g, tables[1]), out.g + k);
      StoreBytes(mixed(in.b, tables[2]), out.b + k);
    }
    StorePixels(out, n, result + 3 * i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(Widen);
HWY_EXPORT(Levels);
HWY_EXPORT(SumsOfSeed);
HWY_EXPORT(Seed);
HWY_EXPORT(Mix);

void WidenRange(const float* values, size_t count, ValueRange* range) {
  HWY_DYNAMIC_DISPATCH(Widen)(values, count, range);
}

void LevelRow(const float* values, size_t count, const LevelRule& rule,
              uint8_t* levels) {
  HWY_DYNAMIC_DISPATCH(Levels)(values, count, rule, levels);
}

void SeedSums(const uint8_t* rgb, const uint8_t* levels, size_t pixels,
              uint8_t* grey, ValueRange* range) {
  HWY_DYNAMIC_DISPATCH(SumsOfSeed)(rgb, levels, pixels, grey, range);
}

void SeedRow(const uint8_t* levels, const uint8_t* grey, size_t pixels,
             float least, float scale, uint8_t* rgb) {
  HWY_DYNAMIC_DISPATCH(Seed)(levels, grey, pixels, least, scale, rgb);
}

void MixRow(const uint8_t* rgb, const uint8_t* levels, size_t pixels,
            const LevelTable* tables, float alpha, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(Mix)(rgb, levels, pixels, tables, alpha, out);
}

}  // namespace camglass
#endif  // HWY_ONCE
