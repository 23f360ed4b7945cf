// JPEG through libjpeg-turbo: baseline and progressive, 8 bits a sample, whole
// or at the reduced sizes that its transform can give.
#ifndef CAMGLASS_CAMAPP_PICTURE_DECODE_JPEG_H_
#define CAMGLASS_CAMAPP_PICTURE_DECODE_JPEG_H_

#include <cstdint>
#include <span>
#include <string>

#include "camapp/picture/decode.h"
#include "camapp/picture/orientation.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

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

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_DECODE_JPEG_H_
