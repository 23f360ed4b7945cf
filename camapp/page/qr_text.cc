#include "camapp/page/qr_text.h"

namespace camglass {
namespace {

// By which halves are light: none, the upper, the lower, both.
constexpr const char* kBlocks[] = {" ", "\xE2\x96\x80", "\xE2\x96\x84",
                                   "\xE2\x96\x88"};

// Whether a module is light, counted from the quiet zone's corner.
bool IsLight(const QrCode& code, size_t y, size_t x) {
  if (y < kQrQuietZone || x < kQrQuietZone) return true;
  y -= kQrQuietZone;
  x -= kQrQuietZone;
  return y >= code.side || x >= code.side || !code.is_dark(y, x);
}

}  // namespace

size_t QrTextWidth(const QrCode& code) { return code.side + 2 * kQrQuietZone; }

std::string QrText(const QrCode& code) {
  const size_t side = QrTextWidth(code);
  std::string text;
  for (size_t y = 0; y < side; y += 2) {
    for (size_t x = 0; x < side; ++x)
      text += kBlocks[(IsLight(code, y, x) ? 1 : 0) +
                      (IsLight(code, y + 1, x) ? 2 : 0)];
    text += '\n';
  }
  return text;
}

}  // namespace camglass
