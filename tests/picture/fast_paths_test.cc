// The single-precision kernels of live video against their exact twins, on
// every SIMD target and at sizes that leave tails everywhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "camapp/picture/exact_overlay.h"
#include "camapp/picture/exact_resizer.h"
#include "camapp/picture/fast_overlay.h"
#include "camapp/picture/fast_resizer.h"
#include "camapp/picture/kernels/mix_rows.h"
#include "camapp/picture/kernels/seed_rows.h"
#include "tests/every_target.h"
#include "tests/picture/pictures.h"

namespace camglass {
namespace {

class FastPathsTest : public EveryTargetTest {};
CAMGLASS_ON_EVERY_TARGET(FastPathsTest);

// Black and white only: the first pass overshoots wherever it can.
Picture Checkers(size_t h, size_t w) {
  Picture picture = RandomPicture(h, w, 3);
  for (uint8_t& sample : picture.rgb) sample = sample < 128 ? 0 : 255;
  return picture;
}

struct Resize {
  Extent in;
  Extent out;
};

constexpr Resize kResizes[] = {
    {{480, 640}, {227, 303}}, {{101, 77}, {33, 26}}, {{40, 40}, {97, 97}},
    {{7, 5}, {7, 5}},         {{1, 1}, {3, 3}},      {{9, 31}, {5, 18}},
};

TEST_P(FastPathsTest, AResizedByteDiffersByOneAtMost) {
  for (const Resize& resize : kResizes) {
    // One scale for both axes: rows come first in the exact resize too.
    const double scale =
        static_cast<double>(resize.out.h) / static_cast<double>(resize.in.h);
    for (const Picture& picture : {RandomPicture(resize.in.h, resize.in.w, 11),
                                   Checkers(resize.in.h, resize.in.w)}) {
      Picture exact(resize.out.h, resize.out.w);
      Picture fast(resize.out.h, resize.out.w);
      ExactResizer<uint8_t>(resize.in, resize.out, 3, {scale, scale})
          .Apply(picture.rgb.data(), exact.rgb.data());
      FastResizer(resize.in, resize.out, {scale, scale})
          .Apply(picture.rgb.data(), fast.rgb.data());
      EXPECT_LE(MaxDifference(exact, fast), 1)
          << resize.in.h << "x" << resize.in.w;
    }
  }
}

// A hill, as maps are, and some noise.
std::vector<float> Hill(Extent map) {
  std::vector<float> values;
  for (size_t y = 0; y < map.h; ++y) {
    for (size_t x = 0; x < map.w; ++x) {
      const double dy = (static_cast<double>(y) + 0.3) / map.h - 0.5;
      const double dx = (static_cast<double>(x) + 0.4) / map.w - 0.6;
      values.push_back(static_cast<float>(
          9 * std::exp(-12 * (dx * dx + dy * dy)) - 1 +
          0.3 * std::sin(static_cast<double>(7 * y + 3 * x))));
    }
  }
  return values;
}

struct Painting {
  Extent map;
  Extent picture;
  PixelRegion covered;
};

const Painting kPaintings[] = {
    {{14, 18}, {480, 640}, {0, 0, {480, 640}}},
    {{7, 10}, {75, 101}, {0, 0, {75, 101}}},
    {{7, 7}, {60, 99}, {3, 21, {54, 55}}},  // a crop: the rest stays cool
    {{1, 1}, {3, 5}, {0, 0, {3, 5}}},
    {{3, 2}, {1, 33}, {0, 0, {1, 33}}},
};

std::vector<OverlayOptions> AllOptions() {
  std::vector<OverlayOptions> all;
  for (const OverlayStyle style :
       {OverlayStyle::kSeed, OverlayStyle::kTurbo, OverlayStyle::kViridis,
        OverlayStyle::kInferno})
    for (const MapRange range :
         {MapRange::kFrame, MapRange::kFixed, MapRange::kSigned})
      all.push_back({.style = style,
                     .heat = {.range = range, .fixed_max = 8},
                     .alpha = 0.4f});
  return all;
}

// Samples that differ by more than one. Single precision moves a value over the
// edge between two levels now and then, and the neighbouring level's colour is
// up to 4 / 255 away.
struct Apart {
  size_t samples = 0;
  int most = 0;
};
Apart Compare(const Picture& a, const Picture& b) {
  Apart apart;
  for (size_t i = 0; i < a.rgb.size(); ++i) {
    const int difference = std::abs(int{a.rgb[i]} - int{b.rgb[i]});
    if (difference > 1) ++apart.samples;
    apart.most = std::max(apart.most, difference);
  }
  return apart;
}

TEST_P(FastPathsTest, APaintedByteIsTheExactOneOrItsNeighbour) {
  for (const Painting& painting : kPaintings) {
    const Picture frame =
        RandomPicture(painting.picture.h, painting.picture.w, 5);
    const std::vector<float> map = Hill(painting.map);
    ExactOverlayPainter exact(painting.map, painting.picture, painting.covered);
    FastOverlayPainter fast(painting.map, painting.picture, painting.covered);
    for (const OverlayOptions& options : AllOptions()) {
      Picture want;
      Picture got;
      exact.Paint(map, frame, options, &want);
      fast.Paint(map, frame, options, &got);
      ASSERT_EQ(got.extent(), want.extent());
      const Apart apart = Compare(want, got);
      // At the threshold a level appears or doesn't: rare, but not small.
      EXPECT_LE(apart.samples, 3 + want.rgb.size() / 2000)
          << "style " << static_cast<int>(options.style) << " range "
          << static_cast<int>(options.heat.range) << " at "
          << painting.picture.h << "x" << painting.picture.w << ", most "
          << apart.most;
    }
  }
}

// Whether the fast painter's picture is the exact one's, but for rare samples.
void ExpectTheSame(const Picture& frame, const OverlayOptions& options) {
  const Extent map = {7, 10};
  const PixelRegion covered = {0, 0, frame.extent()};
  Picture want;
  Picture got;
  ExactOverlayPainter(map, frame.extent(), covered)
      .Paint(Hill(map), frame, options, &want);
  FastOverlayPainter(map, frame.extent(), covered)
      .Paint(Hill(map), frame, options, &got);
  EXPECT_LE(Compare(want, got).samples, 3 + want.rgb.size() / 2000);
}

TEST_P(FastPathsTest, NothingAndAllOfTheColourAreMixedIn) {
  const Picture frame = RandomPicture(61, 83, 8);
  for (const float alpha : {0.0f, 1.0f})
    ExpectTheSame(frame, {.style = OverlayStyle::kTurbo, .alpha = alpha});
}

// Stretching makes errors larger, the more so the less contrast there is.
TEST_P(FastPathsTest, DarkPicturesWithoutHeatAreStretchedAsTheExactOnesAre) {
  Picture frame = RandomPicture(61, 83, 9);
  for (uint8_t& sample : frame.rgb) sample = sample / 16 + 3;
  ExpectTheSame(frame,
                {.heat = {.range = MapRange::kFixed, .fixed_max = 1000}});
}

TEST_P(FastPathsTest, GreyOfRowsIsTheExactOne) {
  const Picture frame = RandomPicture(200, 333, 10);
  const std::vector<uint8_t> levels(frame.w, kNoHeat);
  std::vector<uint8_t> grey(frame.w);
  size_t apart = 0;
  for (size_t y = 0; y < frame.h; ++y) {
    SeedRange range;
    SeedSums(frame.Row(y), levels.data(), frame.w, grey.data(), &range);
    uint8_t least = 255;
    for (size_t x = 0; x < frame.w; ++x) {
      if (grey[x] != Grey(frame.Row(y) + 3 * x)) ++apart;
      least = std::min(least, grey[x]);
    }
    EXPECT_EQ(range.least, least * kSeedUnits / 2);
  }
  EXPECT_LE(apart, frame.h * frame.w / 10000) << "of Grey's";
}

TEST_P(FastPathsTest, GreyPicturesHaveTheWeightsOfVideo) {
  const Picture frame = RandomPicture(3, 77, 11);
  Picture grey(frame.h, frame.w);
  GreyRgbRow(frame.rgb.data(), frame.h * frame.w, grey.rgb.data());
  for (size_t i = 0; i < frame.rgb.size(); i += 3) {
    const uint8_t* p = &frame.rgb[i];
    const int want = (77 * p[0] + 150 * p[1] + 29 * p[2] + 128) >> 8;
    for (size_t ch = 0; ch < 3; ++ch) EXPECT_EQ(grey.rgb[i + ch], want);
  }
}

TEST_P(FastPathsTest, MapsWithoutAnythingToShowPaintAsTheExactOnesDo) {
  const Extent map = {4, 5};
  const Extent size = {19, 45};
  const Picture frame = RandomPicture(size.h, size.w, 6);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const float value :
       {0.0f, 2.5f, -1.0f, nan, std::numeric_limits<float>::infinity()}) {
    for (const OverlayOptions& options : AllOptions()) {
      Picture want;
      Picture got;
      ExactOverlayPainter(map, size, {0, 0, size})
          .Paint(std::vector<float>(20, value), frame, options, &want);
      FastOverlayPainter(map, size, {0, 0, size})
          .Paint(std::vector<float>(20, value), frame, options, &got);
      EXPECT_LE(MaxDifference(want, got), 1)
          << "value " << value << " range "
          << static_cast<int>(options.heat.range);
    }
  }
}

}  // namespace
}  // namespace camglass
