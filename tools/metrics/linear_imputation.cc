#include "tools/metrics/linear_imputation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>

#include "engine/base/check.h"
#include "tools/metrics/changed_picture.h"

namespace camglass {
namespace {

constexpr double kNoise = 0.58;
constexpr double kTolerance = 1e-5;
constexpr size_t kMostRounds = 10'000;
constexpr double kSide = 1.0 / 6;
constexpr double kCorner = 1.0 / 12;

// The equations of the missing pixels: diagonal[i] x[i] - sum of weight x[j]
// over its missing neighbours j = sum of weight * value over the others.
class Equations {
 public:
  Equations(Extent size, const std::vector<bool>& missing);

  const std::vector<size_t>& pixels() const { return pixels_; }

  std::vector<double> RightSide(const std::vector<double>& values) const;
  // x and *out: an element for each equation, and a 0 behind them.
  void Multiply(const std::vector<double>& x, std::vector<double>* out) const;

 private:
  struct Row {
    double diagonal = 0;
    std::array<uint32_t, 4> sides;  // equations; past the last one: none
    std::array<uint32_t, 4> corners;
    std::array<uint32_t, 8> known;  // pixels, sides first; kNone: none
  };
  static constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();

  std::vector<size_t> pixels_;
  std::vector<Row> rows_;
};

Equations::Equations(Extent size, const std::vector<bool>& missing) {
  std::vector<uint32_t> number(missing.size());
  for (size_t pixel = 0; pixel < missing.size(); ++pixel)
    if (missing[pixel]) {
      number[pixel] = static_cast<uint32_t>(pixels_.size());
      pixels_.push_back(pixel);
    }
  const auto none = static_cast<uint32_t>(pixels_.size());
  static constexpr std::array<std::array<ptrdiff_t, 2>, 8> kWays = {
      {{-1, 0}, {0, -1}, {0, 1}, {1, 0}, {-1, -1}, {-1, 1}, {1, -1}, {1, 1}}};
  for (const size_t pixel : pixels_) {
    Row& row = rows_.emplace_back();
    for (size_t k = 0; k < kWays.size(); ++k) {
      // Beyond the upper and left edge these wrap around to large numbers.
      const size_t y = pixel / size.w + static_cast<size_t>(kWays[k][0]);
      const size_t x = pixel % size.w + static_cast<size_t>(kWays[k][1]);
      const bool inside = y < size.h && x < size.w;
      const size_t at = inside ? y * size.w + x : 0;
      if (inside) row.diagonal += k < 4 ? kSide : kCorner;
      (k < 4 ? row.sides[k] : row.corners[k - 4]) =
          inside && missing[at] ? number[at] : none;
      row.known[k] = inside && !missing[at] ? static_cast<uint32_t>(at) : kNone;
    }
  }
}

std::vector<double> Equations::RightSide(
    const std::vector<double>& values) const {
  std::vector<double> right(rows_.size() + 1);
  for (size_t i = 0; i < rows_.size(); ++i)
    for (size_t k = 0; k < 8; ++k)
      if (rows_[i].known[k] != kNone)
        right[i] += (k < 4 ? kSide : kCorner) * values[rows_[i].known[k]];
  return right;
}

void Equations::Multiply(const std::vector<double>& x,
                         std::vector<double>* out) const {
  const double* from = x.data();
  double* to = out->data();
  for (size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    const double sides = from[row.sides[0]] + from[row.sides[1]] +
                         from[row.sides[2]] + from[row.sides[3]];
    const double corners = from[row.corners[0]] + from[row.corners[1]] +
                           from[row.corners[2]] + from[row.corners[3]];
    to[i] = row.diagonal * from[i] - kSide * sides - kCorner * corners;
  }
}

double Dot(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// Hestenes and Stiefel 1952; the matrix is symmetric and positive definite, as
// at least one pixel is known and each reaches every other.
void Solve(const Equations& equations, const std::vector<double>& right,
           std::vector<double>* x) {
  const size_t n = right.size();
  std::vector<double> image(n);
  equations.Multiply(*x, &image);
  std::vector<double> rest(n);
  for (size_t i = 0; i < n; ++i) rest[i] = right[i] - image[i];
  std::vector<double> direction = rest;
  double square = Dot(rest, rest);
  const double enough =
      kTolerance * kTolerance * std::max(Dot(right, right), 1.0);
  for (size_t round = 0; round < kMostRounds && square > enough; ++round) {
    equations.Multiply(direction, &image);
    const double step = square / Dot(direction, image);
    for (size_t i = 0; i < n; ++i) {
      (*x)[i] += step * direction[i];
      rest[i] -= step * image[i];
    }
    const double next = Dot(rest, rest);
    for (size_t i = 0; i < n; ++i)
      direction[i] = rest[i] + next / square * direction[i];
    square = next;
  }
}

// A first guess that is right where nothing varies: the mean of what is known
// of a pixel's block of 2 x 2, else of the block's block, ...
void GuessMissing(Extent size, const std::vector<double>& known,
                  std::vector<double>* values) {
  if (size.h <= 1 && size.w <= 1) return;
  const Extent half = {(size.h + 1) / 2, (size.w + 1) / 2};
  std::vector<double> sum(half.h * half.w);
  std::vector<double> count(sum.size());
  const auto block = [&](size_t pixel) {
    return pixel / size.w / 2 * half.w + pixel % size.w / 2;
  };
  for (size_t i = 0; i < values->size(); ++i) {
    sum[block(i)] += known[i] * (*values)[i];
    count[block(i)] += known[i];
  }
  for (size_t i = 0; i < sum.size(); ++i)
    if (count[i] > 0) sum[i] /= count[i];
  std::vector<double> have(count.size());
  std::transform(count.begin(), count.end(), have.begin(),
                 [](double c) { return c > 0 ? 1.0 : 0.0; });
  GuessMissing(half, have, &sum);
  for (size_t i = 0; i < values->size(); ++i)
    if (known[i] == 0) (*values)[i] = sum[block(i)];
}

}  // namespace

std::vector<double> ImputedValues(const Picture& picture,
                                  const std::vector<bool>& missing) {
  const Extent size = picture.extent();
  CAMGLASS_CHECK(missing.size() == size.h * size.w);
  const Equations equations(size, missing);
  CAMGLASS_CHECK(equations.pixels().size() < missing.size());
  std::vector<double> known(missing.size());
  for (size_t i = 0; i < known.size(); ++i) known[i] = missing[i] ? 0 : 1;
  std::vector<double> all(picture.rgb.begin(), picture.rgb.end());
  std::vector<double> plane(missing.size());
  for (size_t ch = 0; ch < 3; ++ch) {
    for (size_t i = 0; i < plane.size(); ++i) plane[i] = all[3 * i + ch];
    const std::vector<double> right = equations.RightSide(plane);
    GuessMissing(size, known, &plane);
    std::vector<double> x;
    for (const size_t pixel : equations.pixels()) x.push_back(plane[pixel]);
    x.push_back(0);
    Solve(equations, right, &x);
    for (size_t i = 0; i < equations.pixels().size(); ++i)
      all[3 * equations.pixels()[i] + ch] = x[i];
  }
  return all;
}

Picture Imputed(const Picture& picture, const std::vector<bool>& missing,
                Draws* draws) {
  const std::vector<double> values = ImputedValues(picture, missing);
  Picture imputed = picture;
  for (size_t i = 0; i < values.size(); ++i)
    if (missing[i / 3])
      imputed.rgb[i] = ToByte(values[i] + kNoise * draws->Normal());
  return imputed;
}

}  // namespace camglass
