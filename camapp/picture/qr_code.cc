#include "camapp/picture/qr_code.h"

#include <qrencode.h>

#include <algorithm>
#include <memory>

#include "engine/base/check.h"

namespace camglass {
namespace {

constexpr size_t kMostBytes = 2953;  // of the largest code
constexpr int kSmallest = 0;         // version; the library finds it

struct Freer {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

StatusOr<QrCode> MakeQrCode(const std::string& text) {
  if (text.empty() || text.size() > kMostBytes ||
      text.find('\0') != std::string::npos)
    return InvalidInput("there is no QR code of such a text");
  const std::unique_ptr<QRcode, Freer> made(
      QRcode_encodeString8bit(text.c_str(), kSmallest, QR_ECLEVEL_L));
  if (made == nullptr) return IoError("the QR code can't be made");
  QrCode code;
  code.side = static_cast<size_t>(made->width);
  code.dark.resize(code.side * code.side);
  std::transform(made->data, made->data + code.dark.size(), code.dark.begin(),
                 [](unsigned char module) { return module & 1; });
  return code;
}

Picture PictureOf(const QrCode& code, size_t scale) {
  CAMGLASS_CHECK(scale > 0);
  const size_t side = (code.side + 2 * kQrQuietZone) * scale;
  Picture picture(side, side);
  std::fill(picture.rgb.begin(), picture.rgb.end(), uint8_t{255});
  for (size_t y = 0; y < code.side * scale; ++y) {
    uint8_t* row = picture.Row(y + kQrQuietZone * scale);
    for (size_t x = 0; x < code.side * scale; ++x)
      if (code.is_dark(y / scale, x / scale))
        std::fill_n(row + 3 * (x + kQrQuietZone * scale), 3, uint8_t{0});
  }
  return picture;
}

}  // namespace camglass
