// The secret that the page's address carries: made anew, or kept in a file so
// that the address stays the same.
#ifndef CAMGLASS_CAMAPP_PAGE_ACCESS_TOKEN_H_
#define CAMGLASS_CAMAPP_PAGE_ACCESS_TOKEN_H_

#include <string>
#include <string_view>

#include "engine/base/status.h"

namespace camglass {

// 128 bits of the system's randomness as 32 hexadecimal digits.
StatusOr<std::string> NewAccessToken();

// How long this takes tells nothing but the lengths. An empty `expected` fits
// nothing.
bool TokensMatch(std::string_view expected, std::string_view given);

// The file's only line: limits::kMinTokenSize to kMaxTokenSize letters, digits
// or "-._~", which mean the same in an address and in a cookie. Fails where
// anybody but its owner may read or change the file, or where it is somebody
// else's.
StatusOr<std::string> ReadTokenFile(const std::string& path);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_ACCESS_TOKEN_H_
