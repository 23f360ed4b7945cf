#include "camapp/picture/picture.h"

#include <string>

#include "camapp/picture/limits.h"

namespace camglass {

Status CheckPictureSize(uint64_t height, uint64_t width) {
  const std::string size =
      std::to_string(width) + " x " + std::to_string(height) + " pixels";
  if (height == 0 || width == 0)
    return InvalidInput("the picture has " + size + "; it shows nothing");
  if (height > limits::kMaxPictureSide || width > limits::kMaxPictureSide)
    return InvalidInput("the picture has " + size + ", more than " +
                        std::to_string(limits::kMaxPictureSide) +
                        " on a side; scale or crop it first");
  if (height * width > limits::kMaxPicturePixels)
    return InvalidInput("the picture has " + size + ", more than " +
                        std::to_string(limits::kMaxPicturePixels) +
                        " in all; scale it down first");
  return Status();
}

}  // namespace camglass
