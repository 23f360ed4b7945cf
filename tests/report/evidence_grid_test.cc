#include "tools/report/evidence_grid.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

namespace camglass {
namespace {

TEST(OnGrid, KeepsEvenEvidenceEven) {
  for (const Extent cells : {Extent{1, 1}, {7, 7}, {14, 21}, {25, 3}}) {
    const std::vector<float> map(cells.h * cells.w, 2.5f);
    for (const double value : OnGrid(map, cells)) EXPECT_NEAR(value, 2.5, 1e-9);
  }
}

// Means over parts: the mean of the whole stays.
TEST(OnGrid, KeepsTheMean) {
  std::vector<float> map(7 * 10);
  std::iota(map.begin(), map.end(), -20.0f);
  const EvidenceGrid grid = OnGrid(map, {7, 10});
  const double mean = std::accumulate(map.begin(), map.end(), 0.0) / 70;
  EXPECT_NEAR(std::accumulate(grid.begin(), grid.end(), 0.0) / 144, mean, 1e-9);
}

TEST(OnGrid, PutsACellWhereItLies) {
  std::vector<float> map(16);
  map[1 * 4 + 2] = 1;  // row 1, column 2 of 4: grid rows 3 to 5, columns 6 to 8
  const EvidenceGrid grid = OnGrid(map, {4, 4});
  for (size_t y = 0; y < kGridSide; ++y)
    for (size_t x = 0; x < kGridSide; ++x)
      EXPECT_NEAR(grid[y * kGridSide + x], y / 3 == 1 && x / 3 == 2 ? 1 : 0,
                  1e-12);
}

TEST(OnGrid, CountsWhatIsNotFiniteAsNothing) {
  const std::vector<float> map = {std::nanf(""), 1};
  EXPECT_NEAR(OnGrid(map, {1, 2})[0], 0, 1e-12);
}

TEST(SharesOf, EvenEvidence) {
  EvidenceGrid grid;
  grid.fill(3);
  const EvidenceShares shares = SharesOf(grid);
  EXPECT_NEAR(shares.corners, kEvenShares.corners, 1e-12);
  EXPECT_NEAR(shares.border, kEvenShares.border, 1e-12);
  EXPECT_NEAR(shares.centre, kEvenShares.centre, 1e-12);
}

TEST(SharesOf, OneCell) {
  EvidenceGrid grid = {};
  grid[0] = 1;
  EXPECT_EQ(SharesOf(grid).corners, 1);
  EXPECT_EQ(SharesOf(grid).border, 1);
  EXPECT_EQ(SharesOf(grid).centre, 0);
  grid = {};
  grid[6 * kGridSide + 6] = 1;
  grid[0] = -5;  // what speaks against the class does not count
  EXPECT_EQ(SharesOf(grid).centre, 1);
  EXPECT_EQ(SharesOf(grid).border, 0);
}

TEST(SharesOf, NothingForTheClass) {
  EvidenceGrid grid;
  grid.fill(-1);
  EXPECT_EQ(SharesOf(grid).centre, 0);
}

}  // namespace
}  // namespace camglass
