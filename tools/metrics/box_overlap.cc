#include "tools/metrics/box_overlap.h"

#include <algorithm>
#include <optional>

#include "camapp/picture/outline.h"
#include "engine/base/check.h"

namespace camglass {
namespace {

double OverlapOf(const PixelRegion& part, const InputBoxes& boxes) {
  const LabelledBox found = {
      static_cast<double>(part.left), static_cast<double>(part.top),
      static_cast<double>(part.size.w), static_cast<double>(part.size.h)};
  double best = 0;
  for (const LabelledBox& box : boxes.boxes)
    best = std::max(best, IntersectionOverUnion(found, box));
  return best;
}

double Common(double a, double a_length, double b, double b_length) {
  return std::max(0.0, std::min(a + a_length, b + b_length) - std::max(a, b));
}

}  // namespace

double IntersectionOverUnion(const LabelledBox& a, const LabelledBox& b) {
  const double both = Common(a.x, a.w, b.x, b.w) * Common(a.y, a.h, b.y, b.h);
  return both / (a.w * a.h + b.w * b.h - both);
}

std::vector<double> OverlapsAtThresholds(const Heat& heat,
                                         const InputBoxes& boxes) {
  const std::vector<double> values = WholeRange(heat);
  std::vector<double> overlaps;
  std::vector<uint8_t> shown(values.size());
  for (size_t i = 0; i < kThresholds; ++i) {
    const double threshold = static_cast<double>(i) / kThresholds;
    std::transform(values.begin(), values.end(), shown.begin(),
                   [threshold](double v) -> uint8_t { return v >= threshold; });
    const std::optional<PixelRegion> part = LargestPart(shown, heat.size);
    overlaps.push_back(part.has_value() ? OverlapOf(*part, boxes) : 0);
  }
  return overlaps;
}

double BoxAccuracyAt(const std::vector<std::vector<double>>& overlaps,
                     size_t threshold, double needed) {
  CAMGLASS_CHECK(!overlaps.empty());
  const auto fits = std::count_if(overlaps.begin(), overlaps.end(),
                                  [&](const std::vector<double>& of_picture) {
                                    return of_picture[threshold] >= needed;
                                  });
  return static_cast<double>(fits) / static_cast<double>(overlaps.size());
}

BoxAccuracy MaxBoxAccuracy(const std::vector<std::vector<double>>& overlaps,
                           double needed) {
  BoxAccuracy best;
  for (size_t i = 0; i < kThresholds; ++i) {
    const double value = BoxAccuracyAt(overlaps, i, needed);
    if (value > best.value) best = {value, i};
  }
  return best;
}

}  // namespace camglass
