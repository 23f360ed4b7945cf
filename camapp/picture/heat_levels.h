// From a map's values to levels: which row of a colour table paints a pixel.
#ifndef CAMGLASS_CAMAPP_PICTURE_HEAT_LEVELS_H_
#define CAMGLASS_CAMAPP_PICTURE_HEAT_LEVELS_H_

#include <cstdint>
#include <span>

#include "engine/tensor.h"

namespace camglass {

// What of a map the colour table spans.
enum class MapRange {
  kFrame,   // this map's least to greatest value: the example's
  kFixed,   // 0 to fixed_max, so that frames can be compared
  kSigned,  // -m to m, m the greatest magnitude in this map
};

// As flags and JSON call it.
const char* NameOfRange(MapRange range);

struct HeatOptions {
  MapRange range = MapRange::kFrame;
  // Of the normalised value; of its magnitude where the range is signed. What
  // is below shows no colour.
  float threshold = 0.2f;
  float fixed_max = 1;  // in logits; > 0
};

// A level that means "no colour": below the threshold, not finite, or in a map
// without any range.
inline constexpr uint8_t kNoHeat = 255;

// Levels 0 to 254, or kNoHeat. For kFrame and kFixed a value v becomes
// round(255 * (v - least) / (greatest - least)), at most 254, all in single
// precision as in MATLAB; for kSigned 127 is zero. Only finite values count
// for least, greatest and m. values and levels: one per pixel.
void HeatLevels(std::span<const float> values, const HeatOptions& options,
                std::span<uint8_t> levels);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_HEAT_LEVELS_H_
