// From a picture file's bytes to 8-bit RGB.
//
// JPEG is decoded by libjpeg-turbo (accurate DCT, fancy upsampling), PNG and
// BMP by stb_image, WebP by libwebp (of an animation the first frame), PPM and
// PGM here. Grey is replicated, alpha is flattened over white, 16-bit samples
// become round(v / 257), CMYK and YCCK are converted without a colour profile,
// and the orientation that EXIF gives is applied. Colour profiles and gamma
// chunks are ignored.
//
// A JPEG beyond the limits on a decoded picture, up to 200 megapixels, is
// decoded at a reduced size, and DecodeReport's note says so. Others beyond the
// limits are refused, and what there is not enough memory for is an error.
//
// Errors are one sentence without the file's name. A damaged or truncated
// picture is an error: no part of it is shown. What is damage in a JPEG and
// what is only noted is said in jpeg/jpeg_errors.h.
#ifndef CAMGLASS_CAMAPP_PICTURE_DECODE_H_
#define CAMGLASS_CAMAPP_PICTURE_DECODE_H_

#include <cstdint>
#include <span>
#include <string>

#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

struct DecodeOptions {
  bool apply_exif = true;
  // How much is needed, where less than the whole will do: for a display, or
  // for a network's input by the fast resize. A JPEG is then decoded at the
  // smallest of 1/1, 1/2, 1/4 and 1/8 of its size at which both sides, as
  // shown, are at least these; other formats come whole. Zeros: the whole
  // picture. At 1/8 a photograph of 24 megapixels takes 1.1 MB instead of 72,
  // and half the time (a progressive one needs its coefficients all the same).
  //   ReadPicture(path, {.enough = {pane.h, pane.w}}, &report)
  // gives a picture for a pane, report.full the size to tell people.
  Extent enough = {};
  int wake_fd = -1;  // as ReadBytes has it
};

// What to tell about a picture that could be decoded.
struct DecodeReport {
  Extent full;       // the whole picture's size, as shown
  std::string note;  // words for people; mostly empty
};

// report: may be null.
StatusOr<Picture> DecodePicture(std::span<const uint8_t> bytes,
                                const DecodeOptions& options,
                                DecodeReport* report = nullptr);

// Reads a file, or standard input where path is "-".
StatusOr<Picture> ReadPicture(const std::string& path,
                              const DecodeOptions& options,
                              DecodeReport* report = nullptr);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_DECODE_H_
