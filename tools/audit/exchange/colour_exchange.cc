#include "tools/audit/exchange/colour_exchange.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tools/audit/exchange/area_average.h"
#include "tools/audit/exchange/pixel_byte.h"

namespace camglass {
namespace {

// The two samples next to a position, and how far it is from the first.
struct Between {
  size_t low = 0;
  size_t high = 0;
  double part = 0;
};

Between SamplesAt(size_t pixel, size_t pixels, size_t samples) {
  const double at = (static_cast<double>(pixel) + 0.5) *
                        static_cast<double>(samples) /
                        static_cast<double>(pixels) -
                    0.5;
  const double inside = std::clamp(at, 0.0, static_cast<double>(samples - 1));
  Between between;
  between.low = static_cast<size_t>(inside);
  between.high = std::min(between.low + 1, samples - 1);
  between.part = inside - static_cast<double>(between.low);
  return between;
}

std::array<double, 3> ColourAt(const std::vector<double>& plane,
                               const Between& y, const Between& x) {
  std::array<double, 3> colour{};
  const auto sample = [&plane](size_t row, size_t column, size_t c) {
    return plane[(row * kColourGrid + column) * 3 + c];
  };
  for (size_t c = 0; c < 3; ++c) {
    const double above =
        std::lerp(sample(y.low, x.low, c), sample(y.low, x.high, c), x.part);
    const double below =
        std::lerp(sample(y.high, x.low, c), sample(y.high, x.high, c), x.part);
    colour[c] = std::lerp(above, below, y.part) + 1;
  }
  return colour;
}

std::array<double, 3> ColourOf(const uint8_t* pixel) {
  return {static_cast<double>(pixel[0]), static_cast<double>(pixel[1]),
          static_cast<double>(pixel[2])};
}

}  // namespace

double Luminance(const std::array<double, 3>& rgb) {
  return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
}

Picture WithColoursOf(const Picture& picture, const Picture& donor) {
  const std::vector<double> plane = ColourPlane(donor);
  Picture result(picture.h, picture.w);
  for (size_t y = 0; y < picture.h; ++y) {
    const Between row = SamplesAt(y, picture.h, kColourGrid);
    for (size_t x = 0; x < picture.w; ++x) {
      const std::array<double, 3> colour =
          ColourAt(plane, row, SamplesAt(x, picture.w, kColourGrid));
      const double scale =
          Luminance(ColourOf(picture.Row(y) + 3 * x)) / Luminance(colour);
      for (size_t c = 0; c < 3; ++c)
        result.Row(y)[3 * x + c] = PixelByte(colour[c] * scale);
    }
  }
  return result;
}

Picture Grey(const Picture& picture) {
  Picture grey(picture.h, picture.w);
  for (size_t i = 0; i < grey.rgb.size(); i += 3)
    std::fill_n(&grey.rgb[i], 3,
                PixelByte(Luminance(ColourOf(&picture.rgb[i]))));
  return grey;
}

}  // namespace camglass
