// The exchanges against NumPy's (make_exchange_reference.py) and against what
// must hold of any picture.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tools/audit/exchange/area_average.h"
#include "tools/audit/exchange/colour_exchange.h"
#include "tools/audit/exchange/mask.h"
#include "tools/audit/exchange/mean_picture.h"
#include "tools/audit/exchange/mirror.h"
#include "tools/audit/exchange/texture_exchange.h"
#include "tools/audit/region_sums.h"

namespace camglass {
namespace {

using testing::DoubleEq;
using testing::Each;
using testing::ElementsAre;
using testing::FloatEq;

constexpr size_t kHeight = 21;
constexpr size_t kWidth = 28;
constexpr double kHalfAStep = 0.5 + 0.006;  // rounding, and the file's digits

using Reference = std::map<std::string, std::vector<double>>;

const Reference& NumPy() {
  static const Reference reference = [] {
    Reference read;
    std::ifstream file(CAMGLASS_TOOLS_DATA "/exchange_reference.txt");
    std::string name;
    for (size_t count = 0; file >> name >> count;) {
      std::vector<double>& values = read[name];
      values.resize(count);
      for (double& value : values) file >> value;
    }
    return read;
  }();
  return reference;
}

Picture PictureNamed(const std::string& name) {
  const std::vector<double>& values = NumPy().at(name);
  Picture picture(kHeight, kWidth);
  EXPECT_EQ(values.size(), picture.rgb.size());
  for (size_t i = 0; i < values.size(); ++i)
    picture.rgb[i] = static_cast<uint8_t>(values[i]);
  return picture;
}

// The greatest distance of a byte from NumPy's value before rounding.
double FarthestFrom(const std::string& name, const Picture& picture) {
  const std::vector<double>& values = NumPy().at(name);
  EXPECT_EQ(values.size(), picture.rgb.size());
  double farthest = 0;
  for (size_t i = 0; i < values.size(); ++i)
    farthest = std::max(farthest, std::abs(values[i] - picture.rgb[i]));
  return farthest;
}

Picture Noise(size_t h, size_t w, unsigned seed) {
  std::mt19937 random(seed);
  Picture picture(h, w);
  for (uint8_t& byte : picture.rgb) byte = static_cast<uint8_t>(random());
  return picture;
}

Picture Plain(size_t h, size_t w, std::array<uint8_t, 3> rgb) {
  Picture picture(h, w);
  for (size_t i = 0; i < picture.rgb.size(); ++i) picture.rgb[i] = rgb[i % 3];
  return picture;
}

TEST(Mask, AsNumPy) {
  for (size_t i = 0; i < kRegions; ++i) {
    const auto place = static_cast<Place>(i);
    const std::vector<float> mask = MaskOf(place, {kHeight, kWidth});
    const std::vector<double>& wanted = NumPy().at(std::string(NameOf(place)));
    ASSERT_EQ(mask.size(), wanted.size());
    for (size_t k = 0; k < mask.size(); ++k)
      ASSERT_NEAR(static_cast<double>(mask[k]), wanted[k], 1e-5)
          << NameOf(place) << " " << k;
  }
  EXPECT_THAT(MaskOf(Place::kWhole, {2, 3}), Each(FloatEq(1)));
}

TEST(Blended, AsNumPyAndTheDonorOnlyWhereTheMaskIs) {
  const Picture picture = PictureNamed("picture");
  const Picture donor = PictureNamed("donor");
  for (const Place place : {Place::kAround, Place::kRight, Place::kTopLeft}) {
    const Picture blend =
        Blended(picture, donor, MaskOf(place, picture.extent()));
    EXPECT_LT(FarthestFrom("blend_" + std::string(NameOf(place)), blend),
              kHalfAStep);
  }
  const auto whole = MaskOf(Place::kWhole, picture.extent());
  EXPECT_EQ(Blended(picture, donor, whole).rgb, donor.rgb);
}

TEST(WithColoursOf, AsNumPy) {
  const Picture coloured =
      WithColoursOf(PictureNamed("picture"), PictureNamed("donor"));
  EXPECT_LT(FarthestFrom("colour", coloured), kHalfAStep);
}

TEST(WithColoursOf, KeepsLuminanceAndTakesTheHueOfADonorOfAnySize) {
  const Picture picture = Plain(20, 30, {90, 90, 90});
  const Picture result = WithColoursOf(picture, Plain(11, 5, {119, 59, 29}));
  // The donor's colour plus 1 is (120, 60, 30), of luminance 74.52.
  const double scale = 90 / 74.52;
  EXPECT_EQ(result.rgb[0], std::lround(120 * scale));
  EXPECT_EQ(result.rgb[1], std::lround(60 * scale));
  EXPECT_EQ(result.rgb[2], std::lround(30 * scale));
  EXPECT_EQ(WithColoursOf(Plain(9, 9, {0, 0, 0}), picture).rgb,
            Plain(9, 9, {0, 0, 0}).rgb);
}

TEST(Grey, AsNumPy) {
  EXPECT_LT(FarthestFrom("grey", Grey(PictureNamed("picture"))), kHalfAStep);
}

TEST(WithTextureOf, AsNumPy) {
  const Picture textured =
      WithTextureOf(PictureNamed("picture"), PictureNamed("donor"));
  EXPECT_LT(FarthestFrom("texture", textured), kHalfAStep);
}

TEST(WithTextureOf, ItselfIsThePicture) {
  const Picture picture = Noise(33, 47, 1);  // sides with odd factors
  EXPECT_EQ(WithTextureOf(picture, picture).rgb, picture.rgb);
}

TEST(WithTextureOf, TakesStripesAndLeavesTheMean) {
  Picture stripes(48, 48);
  for (size_t i = 0; i < stripes.rgb.size(); ++i)
    stripes.rgb[i] = (i / 3) % 8 < 4 ? 160 : 80;  // 1/8 cycles per pixel
  Picture smooth(48, 48);
  for (size_t i = 0; i < smooth.rgb.size(); ++i)
    smooth.rgb[i] = static_cast<uint8_t>(100 + (i / 3) % 48);
  const Picture plain = WithTextureOf(stripes, Plain(48, 48, {50, 50, 50}));
  EXPECT_THAT(plain.rgb, Each(120));
  // A slope has all frequencies, so there is a phase for the stripes.
  const Picture striped = WithTextureOf(smooth, stripes);
  const auto spread = [](const Picture& picture) {
    double sum = 0;
    for (size_t x = 4; x < 48; ++x)
      sum += std::abs(picture.rgb[3 * x] - picture.rgb[3 * (x - 4)]);
    return sum / 44;
  };
  EXPECT_LT(spread(smooth), 5);
  EXPECT_GT(spread(striped), 40);
}

TEST(Blurred, AsNumPyAndAPlainPictureStays) {
  EXPECT_LT(FarthestFrom("blurred", Blurred(PictureNamed("picture"))),
            kHalfAStep);
  const Picture plain = Plain(3, 5, {10, 200, 77});
  EXPECT_EQ(Blurred(plain).rgb, plain.rgb);
}

TEST(MirroredFromInside, AsNumPy) {
  const Picture picture = PictureNamed("picture");
  for (const Place place : {Place::kAround, Place::kLeft, Place::kBottomLeft})
    EXPECT_LT(FarthestFrom("mirrored_" + std::string(NameOf(place)),
                           MirroredFromInside(picture, place)),
              kHalfAStep)
        << NameOf(place);
}

TEST(MirroredFromInside, RemovesAMarkInEachPlace) {
  for (size_t i = 0; i < kRegions; ++i) {
    const auto place = static_cast<Place>(i);
    const Picture plain = Plain(56, 70, {40, 80, 120});
    // What the mask replaces wholly is marked; of the ramp nothing.
    std::vector<float> mask = MaskOf(place, plain.extent());
    for (float& value : mask) value = std::floor(value);
    const Picture marked = Blended(plain, Plain(56, 70, {255, 0, 255}), mask);
    EXPECT_NE(marked.rgb, plain.rgb);
    EXPECT_EQ(MirroredFromInside(marked, place).rgb, plain.rgb)
        << NameOf(place);
  }
}

TEST(MeanPicture, RoundsAndIsTheSameInAnyOrder) {
  MeanPicture mean(2);
  mean.Add(Plain(2, 2, {0, 10, 255}));
  mean.Add(Plain(4, 6, {1, 20, 255}));  // stretched
  EXPECT_EQ(mean.count(), 2u);
  EXPECT_EQ(mean.Mean().rgb, Plain(2, 2, {1, 15, 255}).rgb);
  MeanPicture forth(8);
  MeanPicture back(8);
  for (unsigned i = 0; i < 5; ++i) {
    forth.Add(Noise(8, 9, i));
    back.Add(Noise(8, 9, 4 - i));
  }
  EXPECT_EQ(forth.Mean().rgb, back.Mean().rgb);
}

TEST(AreaAverage, WholeAndPartialCells) {
  const std::vector<double> values = {1, 2, 3, 4, 5, 6};  // [2][3]
  EXPECT_THAT(AreaAverage(values, {2, 3}, 1, {1, 1}), ElementsAre(3.5));
  EXPECT_THAT(
      AreaAverage(values, {2, 3}, 1, {2, 2}),
      ElementsAre(DoubleEq((1 + 2 * 0.5) / 1.5), DoubleEq((2 * 0.5 + 3) / 1.5),
                  DoubleEq((4 + 5 * 0.5) / 1.5),
                  DoubleEq((5 * 0.5 + 6) / 1.5)));
  EXPECT_THAT(AreaAverage(values, {2, 3}, 1, {2, 3}),
              ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(AreaAverage(values, {1, 2}, 3, {2, 2}),
              ElementsAre(1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6));
}

TEST(SumsOver, AsNumPyOnAFineGrid) {
  const std::vector<double>& values = NumPy().at("map");
  const std::vector<float> map(values.begin(), values.end());
  const RegionSums sums = SumsOver(map, {5, 10}, {100, 200});
  const std::vector<double>& wanted = NumPy().at("regions");
  for (size_t i = 0; i < kRegions; ++i)
    EXPECT_NEAR(sums[i], wanted[i], 1e-4) << kPlaceNames[i];
}

TEST(SumsOver, OnesGiveTheRegionsAreas) {
  const std::vector<float> ones(13 * 13, 1.0f);
  const RegionSums sums = SumsOver(ones, {13, 13}, {224, 224});
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(sums[i], 169 * 0.0625, 1e-9);
  for (size_t i = 4; i < 8; ++i) EXPECT_NEAR(sums[i], 169 * 0.5 * 0.14, 1e-9);
  EXPECT_NEAR(sums[8], 169 * (1 - 0.72 * 0.72), 1e-9);
}

}  // namespace
}  // namespace camglass
