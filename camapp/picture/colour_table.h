// The colours of a map's levels.
#ifndef CAMGLASS_CAMAPP_PICTURE_COLOUR_TABLE_H_
#define CAMGLASS_CAMAPP_PICTURE_COLOUR_TABLE_H_

#include <array>
#include <cstddef>

namespace camglass {

enum class OverlayStyle {
  kSeed,  // the example's: jet times a ramp from black
  kTurbo,
  kViridis,
  kInferno,
};

// As flags and JSON call it.
const char* NameOfStyle(OverlayStyle style);

inline constexpr size_t kColours = 255;
using Colour = std::array<double, 3>;  // red, green, blue, 0 to 255
using ColourTable = std::array<Colour, kColours>;

// Row i of MATLAB's jet(255), counted from 0, scaled to 0 ... 1.
Colour Jet(size_t i);

// From the lowest to the highest level.
const ColourTable& ColoursOf(OverlayStyle style);

// For maps with a sign: blue below, white at the middle row, red above.
const ColourTable& DivergingColours();

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_COLOUR_TABLE_H_
