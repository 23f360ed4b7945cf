// EXIF orientation: how the stored rows and columns are to be shown.
#ifndef CAMGLASS_CAMAPP_PICTURE_ORIENTATION_H_
#define CAMGLASS_CAMAPP_PICTURE_ORIENTATION_H_

#include <cstdint>
#include <span>

#include "camapp/picture/picture.h"

namespace camglass {

// The values of EXIF tag 0x0112. Each name says what undoes it, clockwise.
enum class Orientation {
  kUpright = 1,
  kFlipAcross = 2,  // mirror left and right
  kRotate180 = 3,
  kFlipDown = 4,  // mirror top and bottom
  kTranspose = 5,
  kRotate90 = 6,
  kTransverse = 7,  // mirror about the other diagonal
  kRotate270 = 8,
};

// The orientation in an EXIF block that starts with "Exif\0\0". kUpright where
// there is none or its value is not one of the eight.
Orientation ExifOrientation(std::span<const uint8_t> exif);

// The same of a chunk of PNG or WebP: the block without these six bytes, which
// some programs put there all the same.
Orientation TiffOrientation(std::span<const uint8_t> chunk);

// Whether the shown picture's height is the stored one's width.
bool SwapsSides(Orientation orientation);

// The picture as it is to be shown.
Picture Upright(Picture stored, Orientation orientation);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_ORIENTATION_H_
