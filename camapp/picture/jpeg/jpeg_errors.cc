#include "camapp/picture/jpeg/jpeg_errors.h"

namespace camglass {
namespace {

JpegErrors* ErrorsOf(j_common_ptr jpeg) {
  return reinterpret_cast<JpegErrors*>(jpeg->err);
}

[[noreturn]] void OnError(j_common_ptr jpeg) {
  JpegErrors* errors = ErrorsOf(jpeg);
  jpeg->err->format_message(jpeg, errors->message);
  std::longjmp(errors->return_point, 1);
}

// Levels below 0 are warnings, the others traces.
void OnMessage(j_common_ptr jpeg, int level) {
  if (level < 0) OnError(jpeg);
}

}  // namespace

jpeg_error_mgr* JpegErrors::Install() {
  message[0] = '\0';
  jpeg_std_error(&base);
  base.error_exit = OnError;
  base.emit_message = OnMessage;
  return &base;
}

void JpegErrors::Fail(const char* why) {
  std::snprintf(message, sizeof(message), "%s", why);
  std::longjmp(return_point, 1);
}

}  // namespace camglass
