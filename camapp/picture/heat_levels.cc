#include "camapp/picture/heat_levels.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "camapp/picture/colour_table.h"
#include "engine/base/check.h"

namespace camglass {
namespace {

constexpr uint8_t kTop = kColours - 1;
constexpr uint8_t kMiddle = kTop / 2;

struct Span {
  float least = std::numeric_limits<float>::infinity();
  float greatest = -std::numeric_limits<float>::infinity();
};

Span FiniteSpan(std::span<const float> values) {
  Span span;
  for (float v : values) {
    if (!std::isfinite(v)) continue;
    span.least = std::min(span.least, v);
    span.greatest = std::max(span.greatest, v);
  }
  return span;
}

// round(255 * n), half up, at most the last colour.
uint8_t Level(float n) {
  const double scaled = static_cast<double>(n * 255.0f);
  return std::min(static_cast<uint8_t>(scaled + 0.5), kTop);
}

// The comparison is false, and the pixel without colour, for NaN: 0 / 0 in a
// constant map, or a value that is not finite.
void Unsigned(std::span<const float> values, Span span, float threshold,
              std::span<uint8_t> levels) {
  const float range = span.greatest - span.least;
  for (size_t i = 0; i < values.size(); ++i) {
    const float n = std::min((values[i] - span.least) / range, 1.0f);
    const bool shown = n >= threshold && n >= 0 && std::isfinite(values[i]);
    levels[i] = shown ? Level(n) : kNoHeat;
  }
}

void Signed(std::span<const float> values, Span span, float threshold,
            std::span<uint8_t> levels) {
  const float most = std::max(std::abs(span.least), std::abs(span.greatest));
  for (size_t i = 0; i < values.size(); ++i) {
    const float n = values[i] / most;
    const bool shown = std::abs(n) >= threshold && std::isfinite(values[i]);
    const float level = kMiddle + std::round(n * kMiddle);
    levels[i] = shown ? static_cast<uint8_t>(level) : kNoHeat;
  }
}

}  // namespace

const char* NameOfRange(MapRange range) {
  switch (range) {
    case MapRange::kFrame:
      return "frame";
    case MapRange::kFixed:
      return "fixed";
    case MapRange::kSigned:
      return "signed";
  }
  CAMGLASS_CHECK(false);
}

void HeatLevels(std::span<const float> values, const HeatOptions& options,
                std::span<uint8_t> levels) {
  CAMGLASS_CHECK(values.size() == levels.size());
  switch (options.range) {
    case MapRange::kFrame:
      return Unsigned(values, FiniteSpan(values), options.threshold, levels);
    case MapRange::kFixed:
      CAMGLASS_CHECK(options.fixed_max > 0);
      return Unsigned(values, {0, options.fixed_max}, options.threshold,
                      levels);
    case MapRange::kSigned:
      return Signed(values, FiniteSpan(values), options.threshold, levels);
  }
}

}  // namespace camglass
