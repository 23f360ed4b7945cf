// Pointing game, energy in the box and MaxBoxAcc by values worked out by hand,
// and against slow implementations.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/metrics/slow.h"
#include "tools/metrics/box_overlap.h"
#include "tools/metrics/energy_in_box.h"
#include "tools/metrics/input_boxes.h"
#include "tools/metrics/pointing_game.h"

namespace camglass {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(InInput, ScalesAndCuts) {
  // Half the picture's size: pixel i shows [2 i, 2 i + 2).
  const CellGrid half = {{0.5, 2}, {0.5, 2}};
  const InputBoxes boxes =
      InInput({{2, 4, 4, 2}, {-6, 0, 8, 100}}, half, {10, 10});
  EXPECT_THAT(boxes.boxes,
              ElementsAre(LabelledBox{1, 2, 2, 1}, LabelledBox{0, 0, 1, 10}));
  EXPECT_EQ(boxes.pixel_h, 2);
  // A crop that begins at pixel 30 shows nothing of a box that ends there.
  const CellGrid crop = {{0, 1}, {30, 1}};
  EXPECT_THAT(InInput({{10, 0, 20, 5}}, crop, {10, 10}).boxes, IsEmpty());
  EXPECT_THAT(InInput({{10, 0, 25, 5}}, crop, {10, 10}).boxes,
              ElementsAre(LabelledBox{0, 0, 5, 5}));
}

TEST(BoxShare, CountsPixelsOnce) {
  EXPECT_EQ(BoxShare({{{0, 0, 2, 2}, {1, 0, 2, 2}}}, {4, 4}), 6 / 16.0);
}

TEST(PointsInto, WithinTheTolerance) {
  Heat heat = {{10, 10}, std::vector<float>(100)};
  heat.values[2 * 10 + 1] = 1;  // its centre at 1.5, 2.5
  const auto points = [&](LabelledBox box, double tolerance, double pixel = 1) {
    return PointsInto(heat, {{box}, pixel, pixel}, tolerance);
  };
  EXPECT_TRUE(points({1, 2, 1, 1}, 0));
  EXPECT_FALSE(points({2, 2, 5, 5}, 0));
  // 3 to the right and 4 down: 5 away, and 10 in pixels twice as large.
  EXPECT_TRUE(points({4.5, 6.5, 2, 2}, 5));
  EXPECT_FALSE(points({4.5, 6.5, 2, 2}, 4.99));
  EXPECT_FALSE(points({4.5, 6.5, 2, 2}, 9.99, 2));
  EXPECT_TRUE(points({4.5, 6.5, 2, 2}, 10, 2));
  // Of equal pixels the first counts.
  heat.values[0] = 1;
  EXPECT_TRUE(points({0, 0, 1, 1}, 0));
}

TEST(EnergyInBoxes, LeavesNegativeValuesOut) {
  const Heat heat = {{2, 2}, {3, 1, -5, 4}};
  EXPECT_DOUBLE_EQ(EnergyInBoxes(heat, {{{0, 0, 1, 2}}}), 3 / 8.0);
  EXPECT_DOUBLE_EQ(EnergyInBoxes({{1, 2}, {-1, 0}}, {{{0, 0, 1, 1}}}), 0);
}

// A map that says nothing hits a box as often as a point anywhere does, and has
// as much in it as the box covers.
TEST(Localisation, OfARandomMapIsTheBoxesShare) {
  const InputBoxes boxes = {{{2, 1, 4, 3}}};
  const Extent size = {8, 9};
  const double share = BoxShare(boxes, size);
  EXPECT_DOUBLE_EQ(share, 12 / 72.0);
  double points = 0;
  double energy = 0;
  constexpr unsigned kMaps = 4000;
  for (unsigned seed = 0; seed < kMaps; ++seed) {
    const Heat heat = RandomHeat(size, seed);
    points += PointsInto(heat, boxes, 0) ? 1.0 / kMaps : 0;
    energy += EnergyInBoxes(heat, boxes) / kMaps;
  }
  EXPECT_NEAR(points, share, 0.024);  // four of sqrt(p (1 - p) / 4000)
  EXPECT_NEAR(energy, share, 0.002);
}

TEST(IntersectionOverUnion, ByHand) {
  EXPECT_DOUBLE_EQ(IntersectionOverUnion({0, 0, 2, 2}, {1, 1, 2, 2}), 1 / 7.0);
  EXPECT_DOUBLE_EQ(IntersectionOverUnion({0, 0, 2, 2}, {2, 0, 2, 2}), 0);
  EXPECT_DOUBLE_EQ(IntersectionOverUnion({1, 1, 2, 2}, {1, 1, 2, 2}), 1);
}

TEST(OverlapsAtThresholds, FollowTheLargestPart) {
  // 1 in the box, a half around it, 0 further out.
  Heat heat = {{6, 6}, std::vector<float>(36)};
  for (size_t y = 1; y < 5; ++y)
    for (size_t x = 1; x < 5; ++x)
      heat.values[y * 6 + x] = y > 1 && y < 4 && x > 1 && x < 4 ? 8.f : 4.f;
  const auto overlaps = OverlapsAtThresholds(heat, {{{2, 2, 2, 2}}});
  ASSERT_EQ(overlaps.size(), kThresholds);
  EXPECT_DOUBLE_EQ(overlaps[0], 4 / 36.0);
  EXPECT_DOUBLE_EQ(overlaps[1], 4 / 16.0);
  EXPECT_DOUBLE_EQ(overlaps[50], 4 / 16.0);
  EXPECT_DOUBLE_EQ(overlaps[51], 1);
  EXPECT_DOUBLE_EQ(overlaps[99], 1);
}

// Which pixels belong together, by letting the least number spread.
LabelledBox SlowLargestPart(const std::vector<bool>& on, Extent size) {
  std::vector<size_t> part(on.size());
  for (size_t i = 0; i < on.size(); ++i) part[i] = i;
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = 0; i < on.size(); ++i)
      for (size_t j = 0; j < on.size(); ++j) {
        const size_t rows =
            std::max(i / size.w, j / size.w) - std::min(i / size.w, j / size.w);
        const size_t columns =
            std::max(i % size.w, j % size.w) - std::min(i % size.w, j % size.w);
        if (!on[i] || !on[j] || rows + columns != 1 || part[j] <= part[i])
          continue;
        part[j] = part[i];
        changed = true;
      }
  }
  size_t best = 0;
  size_t most = 0;
  for (size_t i = 0; i < on.size(); ++i) {
    size_t count = 0;
    for (size_t j = 0; j < on.size(); ++j) count += on[j] && part[j] == i;
    if (count > most) {
      most = count;
      best = i;
    }
  }
  size_t top = size.h, left = size.w, bottom = 0, right = 0;
  for (size_t j = 0; j < on.size(); ++j) {
    if (!on[j] || part[j] != best) continue;
    top = std::min(top, j / size.w);
    left = std::min(left, j % size.w);
    bottom = std::max(bottom, j / size.w + 1);
    right = std::max(right, j % size.w + 1);
  }
  return {static_cast<double>(left), static_cast<double>(top),
          static_cast<double>(right - left), static_cast<double>(bottom - top)};
}

TEST(OverlapsAtThresholds, AsTheSlowTwin) {
  const LabelledBox box = {1, 0, 3, 3};
  for (unsigned seed = 0; seed < 5; ++seed) {
    const Heat heat = RandomHeat({5, 6}, seed);
    const float least =
        *std::min_element(heat.values.begin(), heat.values.end());
    const float most =
        *std::max_element(heat.values.begin(), heat.values.end());
    const auto overlaps = OverlapsAtThresholds(heat, {{box}});
    for (const size_t threshold : {0u, 13u, 37u, 50u, 62u, 88u, 99u}) {
      std::vector<bool> on;
      for (const float value : heat.values)
        on.push_back(static_cast<double>(value - least) /
                         static_cast<double>(most - least) >=
                     static_cast<double>(threshold) / 100);
      EXPECT_DOUBLE_EQ(
          overlaps[threshold],
          IntersectionOverUnion(SlowLargestPart(on, heat.size), box))
          << seed << " " << threshold;
    }
  }
}

TEST(OverlapsAtThresholds, OfAConstantMap) {
  const auto overlaps =
      OverlapsAtThresholds({{2, 2}, {3, 3, 3, 3}}, {{{0, 0, 1, 2}}});
  EXPECT_EQ(overlaps[0], 0.5);
  EXPECT_EQ(overlaps[1], 0);
}

TEST(MaxBoxAccuracy, TakesTheBestThreshold) {
  std::vector<std::vector<double>> overlaps(3, std::vector<double>(100));
  overlaps[0][10] = 0.6;
  overlaps[1][10] = 0.5;
  overlaps[2][20] = 0.9;
  const BoxAccuracy half = MaxBoxAccuracy(overlaps, 0.5);
  EXPECT_DOUBLE_EQ(half.value, 2 / 3.0);
  EXPECT_EQ(half.threshold, 10u);
  EXPECT_DOUBLE_EQ(MaxBoxAccuracy(overlaps, 0.7).value, 1 / 3.0);
  EXPECT_EQ(MaxBoxAccuracy(overlaps, 0.7).threshold, 20u);
  EXPECT_DOUBLE_EQ(BoxAccuracyAt(overlaps, 20, 0.5), 1 / 3.0);
}

}  // namespace
}  // namespace camglass
