#include "camapp/library/report_error.h"

#include <string>

namespace camglass {
namespace {

// Of a fixed size, so that even without memory there is a message.
thread_local char last_message[1024] = "";

void Keep(const std::string& message) {
  const size_t most = sizeof(last_message) - 1;
  size_t size = message.size();
  if (size > most) {
    size = most;
    // No half of a character at the end.
    while (size > 0 && (message[size] & 0xC0) == 0x80) --size;
  }
  message.copy(last_message, size);
  last_message[size] = '\0';
}

camglass_code CodeOf(StatusCode code) {
  switch (code) {
    case StatusCode::kOk:
      return CAMGLASS_OK;
    case StatusCode::kInvalidInput:
    case StatusCode::kUnsupported:
      return CAMGLASS_INVALID_INPUT;
    case StatusCode::kNotFound:
      return CAMGLASS_NOT_FOUND;
    case StatusCode::kAmbiguous:
      return CAMGLASS_AMBIGUOUS;
    case StatusCode::kIoError:
    case StatusCode::kAlreadyExists:
    case StatusCode::kBusy:
    case StatusCode::kUnavailable:
      return CAMGLASS_IO_ERROR;
    case StatusCode::kPermissionDenied:
      return CAMGLASS_PERMISSION_DENIED;
    case StatusCode::kExhausted:
      return CAMGLASS_OUT_OF_MEMORY;
    case StatusCode::kUsage:
      return CAMGLASS_USAGE;
  }
  return CAMGLASS_INTERNAL;
}

}  // namespace

camglass_code ReportError(const Status& status) {
  if (!status.ok()) Keep(status.message());
  return CodeOf(status.code());
}

camglass_code ReportInternalError(const char* what) {
  try {
    Keep(std::string("a fault of camglass; please report it: ") + what);
  } catch (const std::bad_alloc&) {
    Keep("");
  }
  return CAMGLASS_INTERNAL;
}

}  // namespace camglass

extern "C" {

const char* camglass_error(void) { return camglass::last_message; }

const char* camglass_version(void) { return CAMGLASS_VERSION; }

}  // extern "C"
