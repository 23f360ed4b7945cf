#include "camapp/picture/fast_overlay.h"

#include <algorithm>
#include <cmath>

#include "camapp/picture/kernels/mix_rows.h"
#include "camapp/picture/kernels/seed_rows.h"
#include "camapp/picture/kernels/weighted_rows.h"
#include "engine/base/check.h"

namespace camglass {
FastOverlayPainter::FastOverlayPainter(Extent map, Extent picture,
                                       PixelRegion covered)
    : map_(map), picture_(picture), covered_(covered) {
  CAMGLASS_CHECK(covered.top + covered.size.h <= picture.h);
  CAMGLASS_CHECK(covered.left + covered.size.w <= picture.w);
  const AxisScales scales = ScalesBetween(map, covered.size);
  vertical_ = BicubicTaps(map.h, covered.size.h, scales.y);
  horizontal_ = BicubicTaps(map.w, covered.size.w, scales.x);
  vertical_weight_.assign(vertical_.weight.begin(), vertical_.weight.end());
  heights_.resize(map.h * map.w);
  column_.resize(map.h);
  widened_.resize(map.h * covered.size.w + kRowSlack);
  rows_.resize(vertical_.MostTaps());
  row_.resize(covered.size.w + kRowSlack);
  levels_.assign(picture.h * picture.w, kNoHeat);
  grey_.resize(picture.h * picture.w);
}

// The map has few rows: widening them first leaves sums of whole rows. The
// least value is taken off first: single precision then serves the map's range,
// not its height above zero, and a constant map stays constant.
void FastOverlayPainter::Widen(std::span<const float> map) {
  ValueRange range;
  WidenRange(map.data(), map.size(), &range);
  base_ = std::isfinite(range.least) ? range.least : 0;
  for (size_t y = 0; y < map_.h; ++y)
    for (size_t x = 0; x < map_.w; ++x)
      heights_[x * map_.h + y] = double{map[y * map_.w + x]} - double{base_};
  // A column at once: its rows don't wait for each other.
  for (size_t x = 0; x < horizontal_.out; ++x) {
    std::fill(column_.begin(), column_.end(), 0.0);
    for (size_t t = horizontal_.first[x]; t < horizontal_.first[x + 1]; ++t) {
      const double weight = horizontal_.weight[t];
      const double* from = heights_.data() + horizontal_.index[t] * map_.h;
      for (size_t y = 0; y < map_.h; ++y) column_[y] += weight * from[y];
    }
    for (size_t y = 0; y < map_.h; ++y)
      widened_[y * covered_.size.w + x] = static_cast<float>(column_[y]);
  }
}

const float* FastOverlayPainter::EnlargedRow(size_t y) {
  const size_t first = vertical_.first[y];
  const size_t taps = vertical_.first[y + 1] - first;
  for (size_t t = 0; t < taps; ++t)
    rows_[t] = widened_.data() + vertical_.index[first + t] * covered_.size.w;
  SumFloatRows(rows_.data(), vertical_weight_.data() + first, taps,
               covered_.size.w, row_.data());
  return row_.data();
}

LevelRule FastOverlayPainter::RuleFor(const HeatOptions& options) {
  LevelRule rule;
  rule.zero = -base_;
  rule.threshold = options.threshold;
  rule.is_signed = options.range == MapRange::kSigned;
  if (options.range == MapRange::kFixed) {
    rule.range = options.fixed_max;
    return rule;
  }
  // Enlarging twice costs less than keeping the enlarged map.
  ValueRange range;
  for (size_t y = 0; y < covered_.size.h; ++y)
    WidenRange(EnlargedRow(y), covered_.size.w, &range);
  if (rule.is_signed) {
    rule.range = std::max(std::abs(range.least + base_),
                          std::abs(range.greatest + base_));
  } else {
    rule.zero = range.least;
    rule.range = range.greatest - range.least;
  }
  return rule;
}

void FastOverlayPainter::FindLevels(const LevelRule& rule) {
  for (size_t y = 0; y < covered_.size.h; ++y)
    LevelRow(EnlargedRow(y), covered_.size.w, rule,
             levels_.data() + (covered_.top + y) * picture_.w + covered_.left);
}

void FastOverlayPainter::PaintSeed(const Picture& frame, Picture* out) {
  SeedRange sums;
  const size_t w = picture_.w;
  for (size_t y = 0; y < picture_.h; ++y)
    SeedSums(frame.Row(y), levels_.data() + y * w, w, grey_.data() + y * w,
             &sums);
  for (size_t y = 0; y < picture_.h; ++y)
    SeedRow(levels_.data() + y * w, grey_.data() + y * w, w, sums, out->Row(y));
}

void FastOverlayPainter::PaintMixed(const Picture& frame,
                                    const ColourTable& colours, float alpha,
                                    Picture* out) {
  const MixTable table = MakeMixTable(colours, alpha);
  for (size_t y = 0; y < picture_.h; ++y)
    MixRow(frame.Row(y), levels_.data() + y * picture_.w, picture_.w, table,
           out->Row(y));
}

void FastOverlayPainter::Paint(std::span<const float> map, const Picture& frame,
                               const OverlayOptions& options, Picture* out) {
  CAMGLASS_CHECK(frame.extent() == picture_);
  CAMGLASS_CHECK(map.size() == map_.h * map_.w);
  out->Resize(picture_);
  Widen(map);
  FindLevels(RuleFor(options.heat));
  if (options.heat.range == MapRange::kSigned)
    PaintMixed(frame, DivergingColours(), options.alpha, out);
  else if (options.style == OverlayStyle::kSeed)
    PaintSeed(frame, out);
  else
    PaintMixed(frame, ColoursOf(options.style), options.alpha, out);
}

}  // namespace camglass
