// Textures as numbers.
#ifndef CAMGLASS_TESTS_TOOLS_PLANTED_PATTERN_H_
#define CAMGLASS_TESTS_TOOLS_PLANTED_PATTERN_H_

#include <array>
#include <cmath>
#include <cstddef>

#include "tests/tools/planted/draws.h"

namespace camglass {

inline constexpr std::array<const char*, 4> kPatternNames = {
    "stripes", "checks", "dots", "grain"};

// One texture, of `kind` by kPatternNames, that repeats every `period` pixels,
// from where the draws say.
class Pattern {
 public:
  Pattern(size_t kind, double period, PlantedDraws* draws)
      : kind_(kind),
        period_(period),
        phase_y_(draws->Between(0, period)),
        phase_x_(draws->Between(0, period)),
        draws_(draws) {}

  // About -1 to 1, of mean about 0, at y, x >= 0; grain is drawn.
  double At(double y, double x) {
    const bool row = std::fmod(y + phase_y_, period_) < period_ / 2;
    const bool column = std::fmod(x + phase_x_, period_) < period_ / 2;
    if (kind_ == 0) return row ? 1 : -1;
    if (kind_ == 1) return row != column ? 1 : -1;
    if (kind_ == 2) return row && column ? 1 : -0.33;
    return draws_->Chance(0.5) ? 1 : -1;
  }

 private:
  size_t kind_;
  double period_;
  double phase_y_;
  double phase_x_;
  PlantedDraws* draws_;
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_TOOLS_PLANTED_PATTERN_H_
