// One decoder per format; DecodePicture (decode.h) chooses.
#ifndef CAMGLASS_CAMAPP_PICTURE_DECODERS_H_
#define CAMGLASS_CAMAPP_PICTURE_DECODERS_H_

#include <cstdint>
#include <span>
#include <string>

#include "camapp/picture/decode.h"
#include "camapp/picture/orientation.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

// JPEG through libjpeg-turbo: baseline and progressive, 8 bits a sample, whole
// or at the reduced sizes that its transform can give.
struct JpegFacts {
  Orientation orientation = Orientation::kUpright;  // as the file has it
  Extent full;       // as stored; the picture may be smaller
  std::string note;  // DecodeReport's
};

// By how much a picture, `stored` in the file, is reduced: 1, 2, 4 or 8. The
// smallest that the limits allow, or a larger one that still leaves `enough`.
unsigned JpegReduction(Extent stored, Extent enough);

// The pixels as stored, not yet turned. Fails where pixels would have to be
// made up; a fault that costs none is noted (jpeg/jpeg_errors.h has the rule).
StatusOr<Picture> DecodeJpeg(std::span<const uint8_t> bytes,
                             const DecodeOptions& options, JpegFacts* facts);

// PNG: the file's structure checked here, its pixels decoded by stb_image.
//
// The pixels as stored; *orientation tells how to show them (eXIf chunk).
// stb_image checks no checksum, so that damage would show as wrong pixels:
// each chunk's CRC is verified first. Bytes after IEND are ignored.
StatusOr<Picture> DecodePng(std::span<const uint8_t> bytes,
                            Orientation* orientation);

// Windows bitmaps: headers checked here, pixels decoded by stb_image.
//
// 1, 4, 8, 16, 24 and 32 bits a pixel, uncompressed. A pixel has alpha only
// where the header has a mask for it.
StatusOr<Picture> DecodeBmp(std::span<const uint8_t> bytes);

// PGM and PPM in their binary forms, P5 and P6.
//
// Any maximum value from 1 to 65535: a sample becomes round(v * 255 / maximum).
// Only the first picture of a file is read. Read here rather than by stb_image,
// which neither scales by the maximum nor notices missing pixels.
StatusOr<Picture> DecodePnm(std::span<const uint8_t> bytes);

// WebP through libwebp: lossy, lossless, with alpha; of animations the first
// frame, on its canvas.
//
// The pixels as stored; *orientation tells how to show them (EXIF chunk). Bytes
// after the file's own end are ignored; missing ones are an error.
StatusOr<Picture> DecodeWebp(std::span<const uint8_t> bytes,
                             Orientation* orientation);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_DECODERS_H_
