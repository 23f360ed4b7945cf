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

using BitsTag = hn::Rebind<uint32_t, FloatTag>;
using QuarterTag = hn::Rebind<uint8_t, FloatTag>;  // a byte for each float

// Whole numbers from 0 to 255. Added to 2^23 they are a float's lowest bits.
HWY_INLINE void StoreBytes(FloatVec whole, uint8_t* bytes) {
  const BitsTag d;
  const FloatVec shifted = hn::Add(whole, hn::Set(FloatTag(), 8388608.0f));
  const auto low = hn::And(hn::BitCast(d, shifted), hn::Set(d, 255));
  hn::StoreU(hn::U8FromU32(low), QuarterTag(), bytes);
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

template <bool kSigned>
class LevelMaker {
 public:
  explicit LevelMaker(const LevelRule& rule)
      : zero_(hn::Set(FloatTag(), rule.zero)),
        least_(hn::Set(FloatTag(), LeastShown(rule))),
        steps_(hn::Set(FloatTag(), (kSigned ? 127.0f : 255.0f) / rule.range)) {}

  HWY_INLINE FloatVec LevelsOf(FloatVec v) const {
    const FloatTag d;
    const FloatVec n = hn::Sub(v, zero_);
    const FloatVec size = kSigned ? hn::Abs(n) : n;
    const auto shown = hn::And(Finite(v), hn::Ge(size, least_));
    FloatVec level = hn::Floor(hn::MulAdd(size, steps_, hn::Set(d, 0.5f)));
    if (kSigned) level = hn::Add(hn::CopySign(level, n), hn::Set(d, 127.0f));
    return hn::IfThenElse(shown, hn::Min(level, hn::Set(d, 254.0f)),
                          hn::Set(d, float{kNoHeat}));
  }

 private:
  // Of what is left of a value, or of its size, without zero.
  static float LeastShown(const LevelRule& rule) {
    if (!(rule.range > 0)) return std::numeric_limits<float>::infinity();
    return std::max(rule.threshold, 0.0f) * rule.range;
  }

  FloatVec zero_, least_, steps_;
};

template <bool kSigned>
HWY_INLINE void StoreLevels(const float* values, size_t count,
                            const LevelRule& rule, uint8_t* levels) {
  const FloatTag d;
  const LevelMaker<kSigned> maker(rule);
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
    StoreBytes(maker.LevelsOf(hn::LoadU(d, values + i)), levels + i);
  if (i == count) return;
  HWY_ALIGN float last[kLanes] = {};
  HWY_ALIGN uint8_t block[kLanes];
  std::copy_n(values + i, count - i, last);
  StoreBytes(maker.LevelsOf(hn::Load(d, last)), block);
  std::copy_n(block, count - i, levels + i);
}

}  // namespace

void Levels(const float* values, size_t count, const LevelRule& rule,
            uint8_t* levels) {
  if (rule.is_signed)
    StoreLevels<true>(values, count, rule, levels);
  else
    StoreLevels<false>(values, count, rule, levels);
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
