// How much of a map's evidence lies where in the picture.
#ifndef CAMGLASS_TOOLS_AUDIT_REGION_SUMS_H_
#define CAMGLASS_TOOLS_AUDIT_REGION_SUMS_H_

#include <array>
#include <span>

#include "engine/tensor.h"
#include "tools/audit/exchange/place.h"

namespace camglass {

using RegionSums = std::array<double, kRegions>;  // by Place

// Sums of map values, a cell counting with the part of it that lies in the
// region. S being the input's short side: corners are squares of 0.25 S;
// edges lie between them, 0.14 S deep; around is the border, 0.14 S deep. map:
// [cells.h][cells.w], spread evenly over the input.
RegionSums SumsOver(std::span<const float> map, Extent cells, Extent input);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_REGION_SUMS_H_
