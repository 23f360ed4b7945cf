#include "camapp/picture/exact_resizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "camapp/picture/fast_resizer.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

using Values = std::vector<double>;

Values Resized(const Values& values, Extent in, Extent out) {
  ExactResizer<double> resizer(in, out, 1, ScalesBetween(in, out));
  Values result(out.h * out.w);
  resizer.Apply(values.data(), result.data());
  return result;
}

void ExpectNear(const Values& got, const Values& wanted, double tolerance) {
  ASSERT_EQ(got.size(), wanted.size());
  for (size_t i = 0; i < got.size(); ++i)
    EXPECT_NEAR(got[i], wanted[i], tolerance) << "at " << i;
}

// Vectors that MATLAB's imresize gives, to half a unit of the last
// digit printed there; those without rounding to rounding errors.
constexpr double kExactly = 1e-12;
constexpr double kSixDigits = 0.5e-6 + kExactly;

TEST(ExactResizer, ShrinksWithAntialiasing) {
  Values sixteen(16);
  for (size_t i = 0; i < sixteen.size(); ++i)
    sixteen[i] = static_cast<double>(i);
  ExpectNear(Resized(sixteen, {4, 4}, {2, 2}),
             {2.3046875, 4.3828125, 10.6171875, 12.6953125}, kExactly);
}

TEST(ExactResizer, Enlarges) {
  const Values got = Resized({1, 2, 3, 4}, {2, 2}, {4, 4});
  ExpectNear({got.begin(), got.begin() + 4},
             {.71875, 1.015625, 1.609375, 1.90625}, kExactly);
  ExpectNear({got.end() - 4, got.end()}, {3.09375, 3.390625, 3.984375, 4.28125},
             kExactly);
}

TEST(ExactResizer, ImpulseShowsTheKernel) {
  const Values wanted = {0,        0,       0,       -.023438, -.070312,
                         .226562,  .867188, .867188, .226562,  -.070312,
                         -.023438, 0,       0,       0};
  ExpectNear(Resized({0, 0, 0, 1, 0, 0, 0}, {1, 7}, {1, 14}), wanted,
             kSixDigits);
  ExpectNear(Resized({0, 0, 0, 1, 0, 0, 0}, {7, 1}, {14, 1}), wanted,
             kSixDigits);
}

TEST(ExactResizer, ShrinksARamp) {
  ExpectNear(Resized({0, 1, 2, 3, 4, 5, 6}, {1, 7}, {1, 4}),
             {.329913, 2.102827, 3.897173, 5.670087}, kSixDigits);
}

TEST(ExactResizer, OnePixelIsConstant) {
  for (double v : Resized({3.25}, {1, 1}, {5, 9})) EXPECT_DOUBLE_EQ(v, 3.25);
}

// A seven-cell impulse enlarged to 224 overshoots on both sides.
TEST(ExactResizer, Overshoots) {
  const Values got = Resized({0, 0, 0, 1, 0, 0, 0}, {1, 7}, {1, 224});
  EXPECT_NEAR(*std::min_element(got.begin(), got.end()), -0.07406, 0.5e-5);
  EXPECT_NEAR(*std::max_element(got.begin(), got.end()), 0.99940, 0.5e-5);
  const Values edge = Resized({1, 0, 0, 0, 0, 0, 0}, {1, 7}, {1, 224});
  EXPECT_NEAR(*std::max_element(edge.begin(), edge.end()), 1.12488, 0.5e-5);
}

// A second way to the same answer: each output pixel from the definition, in
// long double and without tables.
class Definition {
 public:
  Definition(size_t in, size_t out, double scale)
      : in_(static_cast<long>(in)), out_(out), scale_(scale) {}

  // Output i of samples at(0) ... at(in - 1).
  template <typename At>
  double Sample(size_t i, At at) const {
    const double u =
        static_cast<double>(i + 1) / scale_ + 0.5 * (1 - 1 / scale_);
    const double shrink = scale_ < 1 ? scale_ : 1;
    const long first = static_cast<long>(std::floor(u - 2 / shrink)) - 1;
    const long last = static_cast<long>(std::ceil(u + 2 / shrink)) + 1;
    long double sum = 0;
    long double weights = 0;
    for (long j = first; j <= last; ++j) {
      const long double weight = Kernel(shrink * (u - static_cast<double>(j)));
      weights += weight;
      sum += weight * at(Mirror(j - 1));
    }
    return static_cast<double>(sum / weights);
  }
  size_t out() const { return out_; }

 private:
  static long double Kernel(long double x) {
    x = std::fabs(x);
    if (x <= 1) return (1.5L * x - 2.5L) * x * x + 1;
    if (x <= 2) return ((-0.5L * x + 2.5L) * x - 4) * x + 2;
    return 0;
  }
  size_t Mirror(long j) const {
    while (j < 0 || j >= in_) j = j < 0 ? -1 - j : 2 * in_ - 1 - j;
    return static_cast<size_t>(j);
  }

  long in_;
  size_t out_;
  double scale_;
};

// Whether a byte may stand for a value: the nearest whole number, either one
// where the value lies halfway.
bool Fits(uint8_t byte, double value) {
  const double clipped = std::min(255.0, std::max(0.0, value));
  return std::abs(clipped - byte) <= 0.5 + 1e-9;
}

// Both passes of a picture of bytes; checks the second against the definition
// on the first's rounded result, which it computes the same way.
void ExpectDefinition(const Picture& picture, Extent out, AxisScales scales) {
  ExactResizer<uint8_t> both(picture.extent(), out, 3, scales);
  Picture got(out.h, out.w);
  both.Apply(picture.rgb.data(), got.rgb.data());

  const bool rows_first = scales.y <= scales.x;
  const Extent middle =
      rows_first ? Extent{out.h, picture.w} : Extent{picture.h, out.w};
  ExactResizer<uint8_t> first(
      picture.extent(), middle, 3,
      rows_first ? AxisScales{scales.y, 1} : AxisScales{1, scales.x});
  Picture half(middle.h, middle.w);
  first.Apply(picture.rgb.data(), half.rgb.data());

  const Definition vertical(picture.h, out.h, scales.y);
  const Definition horizontal(picture.w, out.w, scales.x);
  size_t wrong = 0;
  for (size_t y = 0; y < middle.h; ++y)
    for (size_t x = 0; x < middle.w; ++x)
      for (size_t ch = 0; ch < 3; ++ch) {
        const auto column = [&](size_t j) {
          return picture.Row(j)[x * 3 + ch];
        };
        const auto row = [&](size_t j) { return picture.Row(y)[j * 3 + ch]; };
        const double value =
            rows_first ? vertical.Sample(y, column) : horizontal.Sample(x, row);
        wrong += Fits(half.Row(y)[x * 3 + ch], value) ? 0 : 1;
      }
  for (size_t y = 0; y < out.h; ++y)
    for (size_t x = 0; x < out.w; ++x)
      for (size_t ch = 0; ch < 3; ++ch) {
        const auto column = [&](size_t j) { return half.Row(j)[x * 3 + ch]; };
        const auto row = [&](size_t j) { return half.Row(y)[j * 3 + ch]; };
        const double value =
            rows_first ? horizontal.Sample(x, row) : vertical.Sample(y, column);
        wrong += Fits(got.Row(y)[x * 3 + ch], value) ? 0 : 1;
      }
  EXPECT_EQ(wrong, 0u) << picture.w << "x" << picture.h << " to " << out.w
                       << "x" << out.h;
}

TEST(ExactResizer, BytesFollowTheDefinition) {
  const Extent sizes[] = {{1, 1}, {1, 2}, {2, 1}, {5, 7}, {40, 33}, {64, 100}};
  for (const Extent in : sizes)
    for (const Extent out : sizes)
      ExpectDefinition(RandomPicture(in.h, in.w, 3), out,
                       ScalesBetween(in, out));
}

TEST(ExactResizer, OneScaleForBothAxes) {
  ExpectDefinition(RandomPicture(48, 64, 5), {22, 30}, {22.0 / 48, 22.0 / 48});
}

TEST(ExactResizer, SameSizeIsTheSamePicture) {
  const Picture picture = RandomPicture(13, 21, 9);
  ExactResizer<uint8_t> resizer(picture.extent(), picture.extent(), 3, {1, 1});
  Picture got(13, 21);
  resizer.Apply(picture.rgb.data(), got.rgb.data());
  EXPECT_EQ(got.rgb, picture.rgb);
}

TEST(ExactResizer, ItsFastTwinDiffersByOneAtMost) {
  const Picture picture = RandomPicture(120, 160, 11);
  const Extent out = {56, 75};
  Picture exact(out.h, out.w);
  Picture fast(out.h, out.w);
  ExactResizer<uint8_t>(picture.extent(), out, 3, {56.0 / 120, 56.0 / 120})
      .Apply(picture.rgb.data(), exact.rgb.data());
  FastResizer(picture.extent(), out, {56.0 / 120, 56.0 / 120})
      .Apply(picture.rgb.data(), fast.rgb.data());
  EXPECT_LE(MaxDifference(exact, fast), 1);
}

TEST(ExactResizer, NonFiniteValuesStayLocal) {
  Values values(20, 1.0);
  values[0] = std::nan("");
  const Values got = Resized(values, {1, 20}, {1, 40});
  EXPECT_TRUE(std::isnan(got[0]));
  for (size_t i = 6; i < got.size(); ++i) EXPECT_DOUBLE_EQ(got[i], 1.0);
}

}  // namespace
}  // namespace camglass
