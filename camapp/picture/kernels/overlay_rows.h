// Rows of the map's overlay, in single precision on the CPU's best vectors.
// They do what heat_levels.h and overlay.h define; a byte may differ by one
// where a value lies on the edge between two.
#ifndef CAMGLASS_CAMAPP_PICTURE_KERNELS_OVERLAY_ROWS_H_
#define CAMGLASS_CAMAPP_PICTURE_KERNELS_OVERLAY_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <limits>

#include "camapp/picture/colour_table.h"

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

// grey[i]: pixel i's grey. *range is widened by the sums of half the grey and
// each channel of the example's colour at levels[i].
void SeedSums(const uint8_t* rgb, const uint8_t* levels, size_t pixels,
              uint8_t* grey, ValueRange* range);

// The example's overlay: (colour + grey / 2 - least) * scale, as bytes.
void SeedRow(const uint8_t* levels, const uint8_t* grey, size_t pixels,
             float least, float scale, uint8_t* rgb);

// One channel of a colour table, for all 256 levels.
using LevelTable = float[256];

// out = pixel * (1 - alpha) + colour * alpha where there is heat, else the
// pixel. tables: red, green, blue.
void MixRow(const uint8_t* rgb, const uint8_t* levels, size_t pixels,
            const LevelTable* tables, float alpha, uint8_t* out);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_KERNELS_OVERLAY_ROWS_H_
