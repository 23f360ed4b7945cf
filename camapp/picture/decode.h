// From a picture file's bytes to 8-bit RGB.
//
// JPEG is decoded by libjpeg-turbo (accurate DCT, fancy upsampling), PNG and
// BMP by stb_image, PPM and PGM here. Grey is replicated, alpha is flattened
// over white, 16-bit samples become round(v / 257), CMYK and YCCK are
// converted without a colour profile, and the orientation that EXIF gives is
// applied. Colour profiles and gamma chunks are ignored.
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
#include "engine/status.h"

namespace camglass {

struct DecodeOptions {
  bool apply_exif = true;
};

// What to tell about a picture that could be decoded.
struct DecodeReport {
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
