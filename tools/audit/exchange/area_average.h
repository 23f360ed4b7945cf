// A grid of numbers on a grid of other cells.
#ifndef CAMGLASS_TOOLS_AUDIT_EXCHANGE_AREA_AVERAGE_H_
#define CAMGLASS_TOOLS_AUDIT_EXCHANGE_AREA_AVERAGE_H_

#include <cstddef>
#include <span>
#include <vector>

#include "camapp/picture/picture.h"
#include "engine/tensor.h"

namespace camglass {

// How much of each of `cells` equal parts of [0, length] lies in [from, to]: 0
// to 1. from may be above to: nothing.
std::vector<double> PartsWithin(double from, double to, size_t cells,
                                double length);

// [out.h][out.w][channels]: the mean of what lies under each cell when both
// grids are spread over the same rectangle, cells counting by area. `values` is
// [in.h][in.w][channels].
std::vector<double> AreaAverage(std::span<const double> values, Extent in,
                                size_t channels, Extent out);

inline constexpr size_t kColourGrid = 7;

// [7][7][3]: the mean colour of each cell, 0 to 255.
std::vector<double> ColourPlane(const Picture& picture);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EXCHANGE_AREA_AVERAGE_H_
