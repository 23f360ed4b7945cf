#include "tools/audit/base64.h"

namespace camglass {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string Base64(std::span<const uint8_t> bytes) {
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t here = std::min<size_t>(3, bytes.size() - i);
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; ++k)
      bits = bits << 8 | (k < here ? uint32_t{bytes[i + k]} : 0);
    for (size_t k = 0; k < 4; ++k)
      text += k <= here ? kDigits[bits >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

std::optional<std::vector<uint8_t>> FromBase64(std::string_view text) {
  std::vector<uint8_t> bytes;
  if (text.size() % 4 != 0) return std::nullopt;
  for (size_t i = 0; i < text.size(); i += 4) {
    uint32_t bits = 0;
    for (const char digit : text.substr(i, 4)) {
      const size_t value = kDigits.find(digit);
      bits =
          bits << 6 |
          (value == std::string_view::npos ? 0 : static_cast<uint32_t>(value));
    }
    for (const int shift : {16, 8, 0})
      bytes.push_back(static_cast<uint8_t>(bits >> shift));
  }
  for (size_t padding = 0; padding < 2; ++padding)
    if (text.size() > padding && text[text.size() - 1 - padding] == '=')
      bytes.pop_back();
  // Anything else than digits and padding, and stray bits, come out otherwise.
  if (Base64(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace camglass
