// Rows of the enlarged map and its levels, in single precision on the CPU's
// best vectors. They do what heat_levels.h defines; a level may differ by one
// where a value lies on the edge between two.
#ifndef CAMGLASS_CAMAPP_PICTURE_KERNELS_OVERLAY_ROWS_H_
#define CAMGLASS_CAMAPP_PICTURE_KERNELS_OVERLAY_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <limits>

namespace camglass {

// The range of values seen so far.
struct ValueRange {
  float least = std::numeric_limits<float>::infinity();
  float greatest = -std::numeric_limits<float>::infinity();
};

// Widens *range by the finite ones of `count` values.
void WidenRange(const float* values, size_t count, ValueRange* range);

// How values become levels: n = (v - zero) / range, and with a sign
// 127 + round(127 n), without one round(255 n) up to 254. Where n (with a sign
// |n|) is below the threshold, or v is not finite: kNoHeat.
struct LevelRule {
  float zero = 0;
  float range = 1;
  float threshold = 0;
  bool is_signed = false;
};
void LevelRow(const float* values, size_t count, const LevelRule& rule,
              uint8_t* levels);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_KERNELS_OVERLAY_ROWS_H_
