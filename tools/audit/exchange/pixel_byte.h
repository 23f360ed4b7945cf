// A computed value as a pixel's byte: rounded to the nearest, cut at 0 and 255.
#ifndef CAMGLASS_TOOLS_AUDIT_EXCHANGE_PIXEL_BYTE_H_
#define CAMGLASS_TOOLS_AUDIT_EXCHANGE_PIXEL_BYTE_H_

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace camglass {

inline uint8_t PixelByte(double value) {
  return static_cast<uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EXCHANGE_PIXEL_BYTE_H_
