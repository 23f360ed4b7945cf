// libjpeg's errors without ending the program, and which of its warnings mean
// that a picture is damaged.
//
// libjpeg warns of anything that is not quite as the standard has it, and then
// goes on. The rule here: a picture is damaged where pixels had to be made up,
// because their data is missing, unreadable or contradicts itself. What costs
// no pixel is tolerated, counted and told:
//
//   tolerated   bytes to spare before a marker (up to kMaxStrayBytes), a
//               missing end marker behind whole data, header fields that change
//               nothing or have one usual meaning (JFIF revision, Adobe's
//               colour code, scan parameters of sequential files, ICC chunks)
//   damage      data that ends early, bad Huffman or arithmetic codes, lost
//               restart markers, inconsistent progression, and whatever a later
//               libjpeg may warn of
//
// A missing end marker hides how much is missing: such a picture is whole only
// if every coefficient of every component was there. Where the coding can't
// show that (arithmetic coding may end in zeros that are not stored), the
// picture counts as cut short.
#ifndef CAMGLASS_CAMAPP_PICTURE_JPEG_JPEG_ERRORS_H_
#define CAMGLASS_CAMAPP_PICTURE_JPEG_JPEG_ERRORS_H_

#include <csetjmp>
#include <cstdio>  // jpeglib.h needs FILE

// clang-format off
#include <jpeglib.h>
// clang-format on

namespace camglass {

// Cameras and programs pad up to a packet or a sector; a longer run of bytes
// that belong to nothing means that the decoder has lost its place.
inline constexpr int kMaxStrayBytes = 1024;

// libjpeg reports through callbacks that must not return; they jump back to
// the function that called the library, which must hold no object that has a
// destructor:
//
//   if (setjmp(errors.return_point) != 0) return false;
//   jpeg_read_header(...);
//   ...
//   errors.Finish(&jpeg);
struct JpegErrors {
  jpeg_error_mgr base;  // first, so that libjpeg's pointer to it is ours
  std::jmp_buf return_point;
  char message[JMSG_LENGTH_MAX];  // of the error that ended the picture
  bool out_of_memory;             // that was it

  // Of this picture: how many warnings were tolerated, and the first in words.
  unsigned tolerated;
  char note[JMSG_LENGTH_MAX];
  bool end_missing;

  // Sets up base; the result is for jpeg_common_struct::err.
  jpeg_error_mgr* Install();

  // Before each picture after the first.
  void ForgetPicture();

  // jpeg_finish_decompress, after the last row; then fails where the picture
  // turns out not to be whole.
  void Finish(j_decompress_ptr jpeg);

  // Jumps back with a message of our own.
  [[noreturn]] void Fail(const char* why);
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_JPEG_JPEG_ERRORS_H_
