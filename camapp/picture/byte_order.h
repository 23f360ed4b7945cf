// Integers of a fixed byte order in a file.
#ifndef CAMGLASS_CAMAPP_PICTURE_BYTE_ORDER_H_
#define CAMGLASS_CAMAPP_PICTURE_BYTE_ORDER_H_

#include <cstdint>

namespace camglass {

inline uint32_t BigEndian32(const uint8_t* p) {
  return uint32_t{p[0]} << 24 | uint32_t{p[1]} << 16 | uint32_t{p[2]} << 8 |
         uint32_t{p[3]};
}

inline uint32_t LittleEndian32(const uint8_t* p) {
  return uint32_t{p[3]} << 24 | uint32_t{p[2]} << 16 | uint32_t{p[1]} << 8 |
         uint32_t{p[0]};
}

inline uint16_t LittleEndian16(const uint8_t* p) {
  return static_cast<uint16_t>(p[0] | p[1] << 8);
}

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_BYTE_ORDER_H_
