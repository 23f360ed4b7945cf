// Where a map is above its threshold: as a line around it, and as the box of
// its largest part.
#ifndef CAMGLASS_CAMAPP_PICTURE_OUTLINE_H_
#define CAMGLASS_CAMAPP_PICTURE_OUTLINE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "camapp/picture/heat_levels.h"
#include "camapp/picture/overlay.h"
#include "camapp/picture/picture.h"
#include "engine/tensor.h"

namespace camglass {

// 1 where the levels (heat_levels.h) show heat; of a signed map, where they
// show what speaks for the class.
std::vector<uint8_t> ShownPixels(std::span<const uint8_t> levels,
                                 MapRange range);

// The box around the largest part whose pixels touch at their sides; of equal
// ones, that which begins first in reading order. None where nothing is shown.
// shown: [size.h][size.w].
std::optional<PixelRegion> LargestPart(std::span<const uint8_t> shown,
                                       Extent size);

// Both draw white on black, so that they are seen on anything, as wide as
// suits the picture's size. shown: of the picture's pixels.
void DrawContour(std::span<const uint8_t> shown, Picture* picture);
void DrawBox(const PixelRegion& box, Picture* picture);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_OUTLINE_H_
