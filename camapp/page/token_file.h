// A token that somebody keeps, so that the page's address stays the same.
#ifndef CAMGLASS_CAMAPP_PAGE_TOKEN_FILE_H_
#define CAMGLASS_CAMAPP_PAGE_TOKEN_FILE_H_

#include <string>

#include "engine/base/status.h"

namespace camglass {

// The file's only line: limits::kMinTokenSize to kMaxTokenSize letters, digits
// or "-._~", which mean the same in an address and in a cookie. Fails where
// anybody but its owner may read or change the file, or where it is somebody
// else's.
StatusOr<std::string> ReadTokenFile(const std::string& path);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_TOKEN_FILE_H_
