#include "camapp/picture/picture.h"

#include <string>

#include "camapp/picture/limits.h"

namespace camglass {

namespace {

Status CheckSize(uint64_t height, uint64_t width, size_t side, size_t pixels) {
  const std::string size =
      std::to_string(width) + " x " + std::to_string(height) + " pixels";
  if (height == 0 || width == 0)
    return InvalidInput("the picture has " + size + "; it shows nothing");
  if (height > side || width > side)
    return InvalidInput("the picture has " + size + ", more than " +
                        std::to_string(side) +
                        " on a side; scale or crop it first");
  if (height * width > pixels)
    return InvalidInput("the picture has " + size + ", more than " +
                        std::to_string(pixels) +
                        " in all; scale it down first");
  return Status();
}

}  // namespace

Status CheckPictureSize(uint64_t height, uint64_t width) {
  return CheckSize(height, width, limits::kMaxPictureSide,
                   limits::kMaxPicturePixels);
}

Status CheckJpegSize(uint64_t height, uint64_t width) {
  return CheckSize(height, width, limits::kMaxJpegSide, limits::kMaxJpegPixels);
}

}  // namespace camglass
