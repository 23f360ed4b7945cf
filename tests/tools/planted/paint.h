// Colours on pixels.
#ifndef CAMGLASS_TESTS_TOOLS_PLANTED_PAINT_H_
#define CAMGLASS_TESTS_TOOLS_PLANTED_PAINT_H_

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace camglass {

using Colour = std::array<double, 3>;  // 0 to 255

inline uint8_t RoundedByte(double value) {
  return static_cast<uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

// part: 0 leaves the pixel as it is, 1 makes it the colour.
inline void Mix(uint8_t* pixel, const Colour& colour, double part) {
  for (size_t c = 0; c < 3; ++c)
    pixel[c] = RoundedByte(pixel[c] + part * (colour[c] - pixel[c]));
}

}  // namespace camglass

#endif  // CAMGLASS_TESTS_TOOLS_PLANTED_PAINT_H_
