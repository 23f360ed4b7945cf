#include "camapp/picture/decode.h"

#include <utility>
#include <vector>

#include "camapp/picture/decoders.h"
#include "camapp/picture/orientation.h"
#include "camapp/picture/picture_format.h"
#include "camapp/picture/read_bytes.h"
#include "engine/base/within_memory.h"

namespace camglass {

namespace {

std::string SizeText(Extent size) {
  return std::to_string(size.w) + " x " + std::to_string(size.h);
}

// A caller that wants less than the whole knows that it gets less.
std::string ReductionNote(Extent full, Extent decoded) {
  if (CheckPictureSize(full.h, full.w).ok()) return "";
  return "the picture has " + SizeText(full) +
         " pixels, more than can be read whole: it is read at " +
         SizeText(decoded);
}

std::string Joined(const std::string& a, const std::string& b) {
  return a + (a.empty() || b.empty() ? "" : "; ") + b;
}

StatusOr<Picture> Decode(std::span<const uint8_t> bytes,
                         const DecodeOptions& options, DecodeReport* report) {
  CAMGLASS_ASSIGN_OR_RETURN(const PictureFormat format,
                            SniffPictureFormat(bytes));
  Orientation orientation = Orientation::kUpright;
  JpegFacts jpeg;
  StatusOr<Picture> picture = [&] {
    switch (format) {
      case PictureFormat::kJpeg:
        return DecodeJpeg(bytes, options, &jpeg);
      case PictureFormat::kPng:
        return DecodePng(bytes, &orientation);
      case PictureFormat::kBmp:
        return DecodeBmp(bytes);
      case PictureFormat::kPnm:
        return DecodePnm(bytes);
      case PictureFormat::kWebp:
        return DecodeWebp(bytes, &orientation);
    }
    CAMGLASS_CHECK(false);
  }();
  if (!picture.ok()) return picture;
  if (format == PictureFormat::kJpeg) orientation = jpeg.orientation;
  Extent full = format == PictureFormat::kJpeg ? jpeg.full : picture->extent();
  if (options.apply_exif) {
    picture = Upright(*std::move(picture), orientation);
    if (SwapsSides(orientation)) std::swap(full.h, full.w);
  }
  report->full = full;
  report->note = Joined(jpeg.note, ReductionNote(full, picture->extent()));
  return picture;
}

}  // namespace

StatusOr<Picture> DecodePicture(std::span<const uint8_t> bytes,
                                const DecodeOptions& options,
                                DecodeReport* report) {
  DecodeReport unread;
  return WithinMemory("decode this picture", [&] {
    return Decode(bytes, options, report != nullptr ? report : &unread);
  });
}

StatusOr<Picture> ReadPicture(const std::string& path,
                              const DecodeOptions& options,
                              DecodeReport* report) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<uint8_t> bytes,
                            WithinMemory("read this file", [&] {
                              return ReadBytes(path, options.wake_fd);
                            }));
  return DecodePicture(bytes, options, report);
}

}  // namespace camglass
