#include "tools/audit/exchange/fourier.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <vector>

namespace camglass {
namespace {

constexpr double kPi = 3.14159265358979323846;

using Grid = std::vector<std::complex<float>>;

Grid Noise(size_t count) {
  Grid grid;
  unsigned state = 7;
  const auto next = [&state] {
    state = state * 1664525u + 1013904223u;
    return static_cast<float>(state >> 24);
  };
  for (size_t i = 0; i < count; ++i) {
    const float real = next();
    grid.emplace_back(real, next());
  }
  return grid;
}

// The definition, in double.
std::complex<double> TransformAt(const Grid& grid, Extent size, size_t v,
                                 size_t u, double sign) {
  std::complex<double> sum = 0;
  for (size_t y = 0; y < size.h; ++y)
    for (size_t x = 0; x < size.w; ++x) {
      const double turns =
          static_cast<double>(y * v % size.h) / static_cast<double>(size.h) +
          static_cast<double>(x * u % size.w) / static_cast<double>(size.w);
      sum += std::complex<double>(grid[y * size.w + x]) *
             std::polar(1.0, sign * 2 * kPi * turns);
    }
  return sum;
}

TEST(GridTransform, AsTheDefinition) {
  // Primes, small and large, twice a prime, and sizes of small factors.
  for (const Extent size : {Extent{1, 1}, Extent{17, 46}, Extent{30, 37},
                            Extent{227, 2}, Extent{13, 32}})
    for (const bool inverse : {false, true}) {
      const Grid grid = Noise(size.h * size.w);
      Grid transformed = grid;
      GridTransform(size, inverse).Apply(&transformed);
      const double most =
          std::abs(TransformAt(grid, size, 0, 0, 1));  // the sum of all
      for (size_t v = 0; v < size.h; ++v)
        for (size_t u = 0; u < size.w; ++u)
          ASSERT_LT(std::abs(std::complex<double>(transformed[v * size.w + u]) -
                             TransformAt(grid, size, v, u, inverse ? 1 : -1)),
                    1e-6 * most)
              << size.h << " x " << size.w << " at " << v << ", " << u;
    }
}

TEST(GridTransform, ThereAndBack) {
  const Extent size = {227, 227};
  const Grid grid = Noise(size.h * size.w);
  Grid again = grid;
  GridTransform(size, false).Apply(&again);
  GridTransform(size, true).Apply(&again);
  const auto count = static_cast<float>(size.h * size.w);
  for (size_t i = 0; i < grid.size(); ++i)
    ASSERT_LT(std::abs(again[i] / count - grid[i]), 0.01f);  // of 255
}

}  // namespace
}  // namespace camglass
