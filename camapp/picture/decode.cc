#include "camapp/picture/decode.h"

#include <utility>
#include <vector>

#include "camapp/picture/decode_bmp.h"
#include "camapp/picture/decode_jpeg.h"
#include "camapp/picture/decode_png.h"
#include "camapp/picture/decode_pnm.h"
#include "camapp/picture/orientation.h"
#include "camapp/picture/picture_format.h"
#include "camapp/picture/read_bytes.h"

namespace camglass {

StatusOr<Picture> DecodePicture(std::span<const uint8_t> bytes,
                                const DecodeOptions& options,
                                DecodeReport* report) {
  CAMGLASS_ASSIGN_OR_RETURN(const PictureFormat format,
                            SniffPictureFormat(bytes));
  Orientation orientation = Orientation::kUpright;
  DecodeReport told;
  StatusOr<Picture> picture = [&] {
    switch (format) {
      case PictureFormat::kJpeg:
        return DecodeJpeg(bytes, &orientation, &told.note);
      case PictureFormat::kPng:
        return DecodePng(bytes, &orientation);
      case PictureFormat::kBmp:
        return DecodeBmp(bytes);
      case PictureFormat::kPnm:
        return DecodePnm(bytes);
    }
    CAMGLASS_CHECK(false);
  }();
  if (report != nullptr) *report = std::move(told);
  if (!picture.ok() || !options.apply_exif) return picture;
  return Upright(*std::move(picture), orientation);
}

StatusOr<Picture> ReadPicture(const std::string& path,
                              const DecodeOptions& options,
                              DecodeReport* report) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<uint8_t> bytes, ReadBytes(path));
  return DecodePicture(bytes, options, report);
}

}  // namespace camglass
