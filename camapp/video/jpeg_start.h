// Where a JPEG begins.
#ifndef CAMGLASS_CAMAPP_VIDEO_JPEG_START_H_
#define CAMGLASS_CAMAPP_VIDEO_JPEG_START_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace camglass {

// What IsJpegStart wants to see, where the stream has so much.
inline constexpr size_t kJpegStartBytes = 4;

// The start marker and another one that can come next in a picture: the same
// bytes are found by chance, or in what is left of a broken frame. Three bytes
// do where there are no more.
inline bool IsJpegStart(std::span<const uint8_t> bytes) {
  if (bytes.size() < 3 || bytes[0] != 0xFF || bytes[1] != 0xD8 ||
      bytes[2] != 0xFF)
    return false;
  if (bytes.size() == 3) return true;
  const uint8_t next = bytes[3];
  const bool frame = next >= 0xC0 && next <= 0xCF;    // SOFn, DHT, DAC
  const bool tables = next >= 0xDA && next <= 0xDD;   // SOS, DQT, DNL, DRI
  const bool comment = next >= 0xE0 && next <= 0xFE;  // APPn, JPGn, COM
  const bool fill = next == 0xFF;
  return frame || tables || comment || fill;
}

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIDEO_JPEG_START_H_
