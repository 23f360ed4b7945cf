// The secret that the page's address carries.
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

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_ACCESS_TOKEN_H_
