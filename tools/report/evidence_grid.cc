#include "tools/report/evidence_grid.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/check.h"

namespace camglass {
namespace {

// How much of map cell `cell` of `cells` lies in grid cell `at`, as a part of
// the latter.
double Overlap(size_t cell, size_t cells, size_t at) {
  const double scale = static_cast<double>(kGridSide);
  const double begin =
      static_cast<double>(cell) / static_cast<double>(cells) * scale;
  const double end =
      static_cast<double>(cell + 1) / static_cast<double>(cells) * scale;
  const auto from = static_cast<double>(at);
  return std::max(0.0, std::min(end, from + 1) - std::max(begin, from));
}

// Of a row of the map.
std::array<double, kGridSide> RowOnGrid(std::span<const float> row) {
  std::array<double, kGridSide> out = {};
  for (size_t at = 0; at < kGridSide; ++at)
    for (size_t x = 0; x < row.size(); ++x)
      if (std::isfinite(row[x]))
        out[at] += Overlap(x, row.size(), at) * double{row[x]};
  return out;
}

// From the nearer edge.
size_t Depth(size_t at) { return std::min(at, kGridSide - 1 - at); }

}  // namespace

EvidenceGrid OnGrid(std::span<const float> map, Extent cells) {
  CAMGLASS_CHECK(map.size() == cells.h * cells.w);
  EvidenceGrid grid = {};
  for (size_t y = 0; y < cells.h; ++y) {
    const auto row = RowOnGrid(map.subspan(y * cells.w, cells.w));
    for (size_t at = 0; at < kGridSide; ++at)
      for (size_t x = 0; x < kGridSide; ++x)
        grid[at * kGridSide + x] += Overlap(y, cells.h, at) * row[x];
  }
  return grid;
}

EvidenceShares SharesOf(const EvidenceGrid& grid) {
  EvidenceShares sums;
  double all = 0;
  for (size_t y = 0; y < kGridSide; ++y)
    for (size_t x = 0; x < kGridSide; ++x) {
      const double value = std::max(0.0, grid[y * kGridSide + x]);
      const size_t near = std::min(Depth(y), Depth(x));
      const size_t far = std::max(Depth(y), Depth(x));
      all += value;
      if (far < kGridSide / 4) sums.corners += value;
      if (near < kGridSide / 6) sums.border += value;
      if (near >= kGridSide / 4) sums.centre += value;
    }
  if (all <= 0) return {};
  return {sums.corners / all, sums.border / all, sums.centre / all};
}

}  // namespace camglass
