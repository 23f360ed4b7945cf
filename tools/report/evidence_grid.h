// Maps of pictures of any shape on one grid, so that they can be averaged, and
// how much of the evidence lies at the border, in the corners and in the
// centre.
#ifndef CAMGLASS_TOOLS_REPORT_EVIDENCE_GRID_H_
#define CAMGLASS_TOOLS_REPORT_EVIDENCE_GRID_H_

#include <array>
#include <cstddef>
#include <span>

#include "engine/tensor.h"

namespace camglass {

inline constexpr size_t kGridSide = 12;
using EvidenceGrid = std::array<double, kGridSide * kGridSide>;

// Each cell is the mean of the map over its part of the whole. Cells that are
// not finite count as 0. map: [cells.h][cells.w].
EvidenceGrid OnGrid(std::span<const float> map, Extent cells);

// The parts of the evidence for the class (of what is above 0) in: four
// corners, each a quarter of the height and of the width; the border, a sixth
// deep; the middle half of height and width. Zeros where nothing is above 0.
struct EvidenceShares {
  double corners = 0;
  double border = 0;
  double centre = 0;
};
EvidenceShares SharesOf(const EvidenceGrid& grid);

// What SharesOf gives for evidence that lies evenly.
inline constexpr EvidenceShares kEvenShares = {0.25, 5.0 / 9, 0.25};

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_REPORT_EVIDENCE_GRID_H_
