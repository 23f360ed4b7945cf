// A text as a QR code, for a phone's camera.
#ifndef CAMGLASS_CAMAPP_PICTURE_QR_CODE_H_
#define CAMGLASS_CAMAPP_PICTURE_QR_CODE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

struct QrCode {
  size_t side = 0;            // in modules, without the quiet zone
  std::vector<uint8_t> dark;  // side x side, row by row; 1: dark

  bool is_dark(size_t y, size_t x) const { return dark[y * side + x] != 0; }
};

// The light border that readers need, in modules.
inline constexpr size_t kQrQuietZone = 4;

// The smallest code that holds the text, with the least redundancy. Fails where
// none can: 2953 bytes at most, none of them NUL.
StatusOr<QrCode> MakeQrCode(const std::string& text);

// Black on white with the quiet zone, each module scale x scale pixels.
Picture PictureOf(const QrCode& code, size_t scale);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_QR_CODE_H_
