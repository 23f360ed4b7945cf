// A QR code as lines for a terminal.
#ifndef CAMGLASS_CAMAPP_PAGE_QR_TEXT_H_
#define CAMGLASS_CAMAPP_PAGE_QR_TEXT_H_

#include <cstddef>
#include <string>

#include "camapp/picture/qr_code.h"

namespace camglass {

// Of a line, in characters.
size_t QrTextWidth(const QrCode& code);

// Two rows of modules a line, in UTF-8's half blocks. The terminal's background
// is taken to be dark, so its ink is what is light; most readers take a code
// whose colours are exchanged, too.
std::string QrText(const QrCode& code);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_QR_TEXT_H_
