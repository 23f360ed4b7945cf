// A picture in the colours of another, with its own brightness.
#ifndef CAMGLASS_TOOLS_AUDIT_EXCHANGE_COLOUR_EXCHANGE_H_
#define CAMGLASS_TOOLS_AUDIT_EXCHANGE_COLOUR_EXCHANGE_H_

#include <array>
#include <cstdint>

#include "camapp/picture/picture.h"

namespace camglass {

// 0.299 R + 0.587 G + 0.114 B.
double Luminance(const std::array<double, 3>& rgb);

// The donor's colours, its means over 7 x 7 cells enlarged bilinearly
// (half-pixel centres, edges repeated) plus 1, are brought to each pixel's own
// luminance; clipped and rounded. Sizes may differ.
Picture WithColoursOf(const Picture& picture, const Picture& donor);

// Every pixel's luminance as its colour.
Picture Grey(const Picture& picture);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EXCHANGE_COLOUR_EXCHANGE_H_
