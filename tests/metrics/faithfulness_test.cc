// Insertion, deletion, average drop and ROAD by values worked out by hand, and
// against slow implementations.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/metrics/slow.h"
#include "tools/metrics/confidence_drop.h"
#include "tools/metrics/linear_imputation.h"
#include "tools/metrics/pixel_curves.h"
#include "tools/metrics/road.h"

namespace camglass {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

constexpr Rgb kBlack = {0, 0, 0};

TEST(DeletionCurve, TakesTheHottestPixelsAway) {
  const Picture picture = GreyPicture({2, 2}, {51, 102, 204, 255});
  const Heat heat = {{2, 2}, {1, 4, 2, 3}};  // 102, 255, 204, 51
  const auto curve = DeletionCurve(picture, heat, kBlack, 4, MeanRed);
  ASSERT_TRUE(curve.ok());
  // Of 612: less 102, 255, 204 and 51.
  EXPECT_THAT(*curve,
              Pointwise(DoubleNear(1e-12), {0.6, 0.5, 0.25, 0.05, 0.0}));
  EXPECT_NEAR(AreaUnder(*curve), (0.3 + 0.5 + 0.25 + 0.05 + 0) / 4, 1e-12);
}

TEST(InsertionCurve, SharpensTheHottestPixels) {
  // Far from the edges of a flat picture with one bright pixel the blur is the
  // kernel's own middle, and the mean keeps what the picture has.
  std::vector<uint8_t> values(41 * 41, 0);
  values[20 * 41 + 20] = 255;
  const Picture picture = GreyPicture({41, 41}, values);
  const Picture blurred = BlurredAsRise(picture);
  double sum = 0;
  for (int i = -5; i <= 5; ++i) sum += std::exp(-i * i / 50.0);
  for (const int reach : {0, 1, 5}) {
    const double tap = std::exp(-reach * reach / 50.0) / sum / sum;
    EXPECT_EQ(blurred.Row(20)[3 * (20 + static_cast<size_t>(reach))],
              std::lround(255 * tap));
  }
  EXPECT_EQ(blurred.Row(20)[3 * 26], 0);
  Heat heat = {{41, 41}, std::vector<float>(41 * 41)};
  heat.values[20 * 41 + 20] = 1;
  const auto curve = InsertionCurve(picture, heat, 41 * 41, MeanRed);
  ASSERT_TRUE(curve.ok());
  const double all = 255.0 * 41 * 41;
  // The first pixel that turns sharp is the bright one.
  EXPECT_NEAR((*curve)[1] - (*curve)[0], (255 - blurred.Row(20)[3 * 20]) / all,
              1e-9);
  EXPECT_NEAR(curve->back(), 255 / all, 1e-12);
}

TEST(BlurredAsRise, RepeatsTheEdges) {
  const Picture picture = RandomPicture({9, 14}, 3);
  const Picture blurred = BlurredAsRise(picture);
  for (const auto& [y, x] : {std::pair(0, 0), {4, 7}, {8, 13}, {0, 9}})
    for (int ch = 0; ch < 3; ++ch) {
      double sum = 0;
      double taps = 0;
      for (int dy = -5; dy <= 5; ++dy)
        for (int dx = -5; dx <= 5; ++dx) {
          const double tap = std::exp(-(dx * dx + dy * dy) / 50.0);
          taps += tap;
          sum +=
              tap *
              picture.rgb[static_cast<size_t>(
                  (std::clamp(y + dy, 0, 8) * 14 + std::clamp(x + dx, 0, 13)) *
                      3 +
                  ch)];
        }
      EXPECT_EQ(blurred.rgb[static_cast<size_t>((y * 14 + x) * 3 + ch)],
                std::lround(sum / taps));
    }
}

// Where pixels don't depend on each other, a random map takes away as much as
// any: on average the curve is the straight line between its ends.
TEST(Curves, OfARandomMapAreStraightOnAverage) {
  const Picture picture = RandomPicture({12, 10}, 1);
  const Picture blurred = BlurredAsRise(picture);
  const double before = MeanRed(picture)->score;
  const double smooth = MeanRed(blurred)->score;
  double deletion = 0;
  double insertion = 0;
  constexpr unsigned kMaps = 400;
  for (unsigned seed = 0; seed < kMaps; ++seed) {
    const Heat heat = RandomHeat({12, 10}, seed);
    deletion += AreaUnder(*DeletionCurve(picture, heat, kBlack, 10, MeanRed));
    insertion += AreaUnder(*InsertionCurve(picture, heat, 10, MeanRed));
  }
  // A map's own deviation is below 0.02: these are four of the means'.
  EXPECT_NEAR(deletion / kMaps, before / 2, 0.004);
  EXPECT_NEAR(insertion / kMaps, (smooth + before) / 2, 0.004);
}

TEST(ScoreOnMap, DimsByThePositivePart) {
  const Picture picture = GreyPicture({2, 2}, {200, 200, 200, 200});
  const Heat heat = {{2, 2}, {2, 1, 0, -4}};
  const auto score = ScoreOnMap(picture, heat, {100, 0, 0}, MeanRed);
  ASSERT_TRUE(score.ok());
  EXPECT_NEAR(*score, (200 + 150 + 100 + 100) / 4.0 / 255, 1e-12);
  const Heat nothing = {{2, 2}, {-1, -2, -3, -4}};
  EXPECT_NEAR(*ScoreOnMap(picture, nothing, {100, 0, 0}, MeanRed), 100 / 255.0,
              1e-12);
}

TEST(ConfidenceDrop, IsThePartThatIsLost) {
  EXPECT_DOUBLE_EQ(ConfidenceDrop(0.8, 0.2), 0.75);
  EXPECT_DOUBLE_EQ(ConfidenceDrop(0.2, 0.8), 0);
  EXPECT_DOUBLE_EQ(ConfidenceDrop(0, 0.5), 0);
}

// Gauss's elimination of the same equations, written down pixel by pixel.
std::vector<double> SlowImputation(const Picture& picture,
                                   const std::vector<bool>& missing,
                                   size_t ch) {
  const int h = static_cast<int>(picture.h);
  const int w = static_cast<int>(picture.w);
  const size_t n = missing.size();
  std::vector<std::vector<double>> rows(n, std::vector<double>(n + 1));
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w; ++x) {
      const auto i = static_cast<size_t>(y * w + x);
      std::vector<double>& row = rows[i];
      if (!missing[i]) {
        row[i] = 1;
        row[n] = picture.rgb[3 * i + ch];
        continue;
      }
      for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx) {
          const bool inside = y + dy >= 0 && y + dy < h && x + dx >= 0 &&
                              x + dx < w && (dx != 0 || dy != 0);
          if (!inside) continue;
          const double weight = dx == 0 || dy == 0 ? 1 / 6.0 : 1 / 12.0;
          row[i] += weight;
          row[static_cast<size_t>((y + dy) * w + x + dx)] -= weight;
        }
    }
  for (size_t i = 0; i < n; ++i)
    for (size_t j = 0; j < n; ++j) {
      if (j == i || rows[j][i] == 0) continue;
      const double factor = rows[j][i] / rows[i][i];
      for (size_t k = i; k <= n; ++k) rows[j][k] -= factor * rows[i][k];
    }
  std::vector<double> values(n);
  for (size_t i = 0; i < n; ++i) values[i] = rows[i][n] / rows[i][i];
  return values;
}

TEST(ImputedValues, SolveTheEquations) {
  for (const unsigned seed : {1u, 2u, 3u}) {
    const Picture picture = RandomPicture({7, 6}, seed);
    std::mt19937 random(seed);
    std::vector<bool> missing(42);
    // The last time all but one pixel.
    for (size_t i = 0; i < missing.size(); ++i)
      missing[i] = seed == 3 ? i != 17 : random() % 3 != 0;
    const std::vector<double> values = ImputedValues(picture, missing);
    for (size_t ch = 0; ch < 3; ++ch) {
      const std::vector<double> slow = SlowImputation(picture, missing, ch);
      for (size_t i = 0; i < slow.size(); ++i)
        EXPECT_NEAR(values[3 * i + ch], slow[i], 0.1) << i;
    }
  }
}

// Each pixel of a ramp is the mean of its neighbours already.
TEST(ImputedValues, ContinueARamp) {
  Picture ramp(20, 30);
  for (size_t i = 0; i < ramp.rgb.size(); ++i)
    ramp.rgb[i] = static_cast<uint8_t>(4 * (i / 3 / 30) + 3 * (i / 3 % 30));
  std::vector<bool> missing(600);
  for (size_t y = 5; y < 15; ++y)
    for (size_t x = 5; x < 25; ++x) missing[y * 30 + x] = true;
  Picture holed = ramp;
  for (size_t i = 0; i < holed.rgb.size(); ++i)
    if (missing[i / 3]) holed.rgb[i] = 0;
  const std::vector<double> values = ImputedValues(holed, missing);
  for (size_t i = 0; i < values.size(); ++i)
    EXPECT_NEAR(values[i], ramp.rgb[i], 0.1) << i;
}

TEST(Imputed, AddsNoiseWherePixelsWereMissing) {
  const Picture flat = GreyPicture({40, 40}, std::vector<uint8_t>(1600, 100));
  std::vector<bool> missing(1600);
  for (size_t i = 0; i < 800; ++i) missing[i] = true;
  Draws draws("1");
  const Picture imputed = Imputed(flat, missing, &draws);
  double sum = 0;
  double square = 0;
  for (size_t i = 0; i < 2400; ++i) {
    const double off = imputed.rgb[i] - 100.0;
    sum += off / 2400;
    square += off * off / 2400;
  }
  for (size_t i = 2400; i < 4800; ++i) ASSERT_EQ(imputed.rgb[i], 100);
  EXPECT_NEAR(sum, 0, 0.06);  // four deviations of the mean
  // 0.58 squared, and a twelfth for the rounding.
  EXPECT_NEAR(square, 0.58 * 0.58 + 1 / 12.0, 0.08);
}

TEST(Road, TellsAGoodMapFromABadOne) {
  // A bright square of a quarter of the picture, on black.
  std::vector<uint8_t> values(400, 0);
  Heat good = {{20, 20}, std::vector<float>(400)};
  for (size_t y = 5; y < 15; ++y)
    for (size_t x = 5; x < 15; ++x) {
      values[y * 20 + x] = 200;
      good.values[y * 20 + x] = 1;
    }
  const Picture picture = GreyPicture({20, 20}, values);
  const auto words = Road(picture, good, "1", MeanRed);
  ASSERT_TRUE(words.ok());
  // From 40 % on the square is gone whole, and what is around it is black.
  const double whole = MeanRed(picture)->score;
  for (size_t i = 1; i < 4; ++i)
    EXPECT_LT(words->most_first[i].score, 0.02) << i;
  // Up to 60 % only black goes, and what comes is black far from the square.
  EXPECT_NEAR(words->least_first[0].score, whole, 0.02);
  for (size_t i = 1; i < 3; ++i)
    EXPECT_GT(words->least_first[i].score, whole - 0.02) << i;
  Heat bad = good;
  for (float& value : bad.values) value = -value;
  const auto worst = Road(picture, bad, "1", MeanRed);
  ASSERT_TRUE(worst.ok());
  EXPECT_GT(worst->most_first[1].score, worst->least_first[1].score + 0.1);
  EXPECT_DOUBLE_EQ(RoadScore({0.2, 0.4}, {0.6, 0.6}), 0.15);
}

TEST(Road, OfARandomMapIsNothingOnAverage) {
  const Picture picture = RandomPicture({8, 8}, 1);
  double sum = 0;
  constexpr unsigned kMaps = 200;
  for (unsigned seed = 0; seed < kMaps; ++seed) {
    const auto words = Road(picture, RandomHeat({8, 8}, seed), "1", MeanRed);
    ASSERT_TRUE(words.ok());
    for (size_t i = 0; i < std::size(kRoadRemoved); ++i)
      sum += words->least_first[i].score - words->most_first[i].score;
  }
  // A score's deviation is below 0.05, and there are 800 pairs of them.
  EXPECT_NEAR(sum / (kMaps * std::size(kRoadRemoved)), 0, 0.01);
}

}  // namespace
}  // namespace camglass
