// A request as the HTTP library has read it.
#ifndef CAMGLASS_CAMAPP_PAGE_HTTP_REQUEST_H_
#define CAMGLASS_CAMAPP_PAGE_HTTP_REQUEST_H_

#include <microhttpd.h>

#include <cstdint>
#include <optional>
#include <string_view>

#include "camapp/page/request_check.h"
#include "engine/base/status.h"

namespace camglass {

// Points into the connection, method and path.
RequestHead HeadOf(MHD_Connection* connection, const char* method,
                   const char* path);

// The query; empty if there is none.
std::string_view ArgumentOf(MHD_Connection* connection, const char* name);

// Fails where there is an argument that is not a whole number.
StatusOr<std::optional<uint64_t>> NumberOf(MHD_Connection* connection,
                                           const char* name);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_HTTP_REQUEST_H_
