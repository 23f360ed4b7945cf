#include "camapp/picture/kernels/overlay_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>

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
constexpr size_t kBytes = HWY_LANES(uint8_t);

HWY_INLINE void StoreBytes(FloatVec rounded_up_by_half, uint8_t* bytes) {
  const IntVec whole = hn::ConvertTo(IntTag(), rounded_up_by_half);
  hn::Store(hn::DemoteTo(QuarterTag(), hn::Max(whole, hn::Zero(IntTag()))),
            QuarterTag(), bytes);
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
  HWY_ALIGN float last[kBytes];
  HWY_ALIGN uint8_t block[kBytes];
  for (size_t i = 0; i < count; i += kBytes) {
    const size_t n = std::min(kBytes, count - i);
    const float* from = values + i;
    if (n < kBytes) {
      std::copy_n(from, n, last);
      std::fill(last + n, last + kBytes, 0.0f);
      from = last;
    }
    for (size_t k = 0; k < kBytes; k += kLanes)
      StoreBytes(LevelOf(hn::LoadU(d, from + k), rule), block + k);
    std::copy_n(block, n, levels + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(Widen);
HWY_EXPORT(Levels);

void WidenRange(const float* values, size_t count, ValueRange* range) {
  HWY_DYNAMIC_DISPATCH(Widen)(values, count, range);
}

void LevelRow(const float* values, size_t count, const LevelRule& rule,
              uint8_t* levels) {
  HWY_DYNAMIC_DISPATCH(Levels)(values, count, rule, levels);
}

}  // namespace camglass
#endif  // HWY_ONCE
