// libjpeg's errors without ending the program.
#ifndef CAMGLASS_CAMAPP_PICTURE_JPEG_JPEG_ERRORS_H_
#define CAMGLASS_CAMAPP_PICTURE_JPEG_JPEG_ERRORS_H_

#include <csetjmp>
#include <cstdio>  // jpeglib.h needs FILE

// clang-format off
#include <jpeglib.h>
// clang-format on

namespace camglass {

// libjpeg reports through callbacks that must not return; they jump back to
// the function that called the library, which must hold no object that has a
// destructor:
//
//   if (setjmp(errors.return_point) != 0) return false;
//   jpeg_read_header(...);
struct JpegErrors {
  jpeg_error_mgr base;  // first, so that libjpeg's pointer to it is ours
  std::jmp_buf return_point;
  char message[JMSG_LENGTH_MAX];

  // Sets up base; the result is for jpeg_common_struct::err. Warnings count as
  // errors, since they mean that pixels were made up.
  jpeg_error_mgr* Install();

  // Jumps back with a message of our own.
  [[noreturn]] void Fail(const char* why);
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_JPEG_JPEG_ERRORS_H_
