#include "camapp/page/access_token.h"

#include <sys/random.h>

#include <array>
#include <cstdint>

namespace camglass {

StatusOr<std::string> NewAccessToken() {
  std::array<uint8_t, 16> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) !=
      static_cast<ssize_t>(bytes.size()))
    return IoError("the system gives no random numbers for the page's token");
  constexpr char kDigits[] = "0123456789abcdef";
  std::string token;
  for (const uint8_t byte : bytes) {
    token += kDigits[byte >> 4];
    token += kDigits[byte & 15];
  }
  return token;
}

bool TokensMatch(std::string_view expected, std::string_view given) {
  if (expected.empty() || expected.size() != given.size()) return false;
  // volatile: no early way out may be compiled in.
  volatile unsigned differences = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    const auto a = static_cast<unsigned char>(expected[i]);
    const auto b = static_cast<unsigned char>(given[i]);
    differences = differences | static_cast<unsigned>(a ^ b);
  }
  return differences == 0;
}

}  // namespace camglass
