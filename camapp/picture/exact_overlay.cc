#include "camapp/picture/exact_overlay.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/check.h"

namespace camglass {
namespace {

// The colours of all levels; kNoHeat has the first one's.
using LevelColours = std::array<Colour, 256>;

LevelColours WithNoHeat(const ColourTable& table) {
  LevelColours colours;
  std::copy(table.begin(), table.end(), colours.begin());
  static_assert(kNoHeat == kColours);
  colours[kNoHeat] = table[0];
  return colours;
}

uint8_t RoundedByte(double v) {
  // Written so that NaN gives 0, as MATLAB's uint8 does.
  if (!(v > 0)) return 0;
  return static_cast<uint8_t>(std::min(v, 255.0) + 0.5);
}

// Least and greatest sum of colour and half grey, over pixels and channels.
struct Contrast {
  double least = std::numeric_limits<double>::infinity();
  double greatest = -std::numeric_limits<double>::infinity();
};

Contrast FindContrast(const std::vector<uint8_t>& levels, const Picture& frame,
                      const LevelColours& colours) {
  Contrast contrast;
  const uint8_t* rgb = frame.rgb.data();
  for (size_t i = 0; i < levels.size(); ++i, rgb += 3) {
    const double half_grey = Grey(rgb) / 2.0;
    const Colour& colour = colours[levels[i]];
    const auto [least, greatest] =
        std::minmax({colour[0], colour[1], colour[2]});
    contrast.least = std::min(contrast.least, least + half_grey);
    contrast.greatest = std::max(contrast.greatest, greatest + half_grey);
  }
  return contrast;
}

void PaintSeed(const std::vector<uint8_t>& levels, const Picture& frame,
               const LevelColours& colours, Picture* out) {
  const Contrast contrast = FindContrast(levels, frame, colours);
  const double range = contrast.greatest - contrast.least;
  const uint8_t* rgb = frame.rgb.data();
  uint8_t* to = out->rgb.data();
  for (size_t i = 0; i < levels.size(); ++i, rgb += 3, to += 3) {
    const double half_grey = Grey(rgb) / 2.0;
    const Colour& colour = colours[levels[i]];
    for (size_t ch = 0; ch < 3; ++ch) {
      const double sum = colour[ch] + half_grey;
      to[ch] = RoundedByte((sum - contrast.least) / range * 255);
    }
  }
}

void PaintMixed(const std::vector<uint8_t>& levels, const Picture& frame,
                const ColourTable& table, float alpha, Picture* out) {
  const double keep = 1.0 - static_cast<double>(alpha);
  const double mix = static_cast<double>(alpha);
  const uint8_t* rgb = frame.rgb.data();
  uint8_t* to = out->rgb.data();
  for (size_t i = 0; i < levels.size(); ++i, rgb += 3, to += 3) {
    if (levels[i] == kNoHeat) {
      std::copy_n(rgb, 3, to);
      continue;
    }
    const Colour& colour = table[levels[i]];
    for (size_t ch = 0; ch < 3; ++ch)
      to[ch] = RoundedByte(keep * rgb[ch] + mix * colour[ch]);
  }
}

}  // namespace

ExactResizer<float> MapEnlargement(Extent map, const PixelRegion& covered,
                                   const std::optional<CellGrid>& cells) {
  if (!cells.has_value())
    return {map, covered.size, 1, ScalesBetween(map, covered.size)};
  // Pixel i of the region shows the map at (i - first) / pitch.
  const auto shift = [](const AxisCells& axis, size_t begin) {
    const double first = axis.first - static_cast<double>(begin);
    return 0.5 - (first + 0.5) / axis.pitch;
  };
  return {map,
          covered.size,
          1,
          {cells->y.pitch, cells->x.pitch},
          {shift(cells->y, covered.top), shift(cells->x, covered.left)}};
}

uint8_t Grey(const uint8_t* rgb) {
  return static_cast<uint8_t>(0.2989 * rgb[0] + 0.5870 * rgb[1] +
                              0.1140 * rgb[2] + 0.5);
}

ExactOverlayPainter::ExactOverlayPainter(Extent map, Extent picture,
                                         PixelRegion covered,
                                         const std::optional<CellGrid>& cells)
    : picture_(picture),
      covered_(covered),
      enlarge_(MapEnlargement(map, covered, cells)),
      enlarged_(covered.size.h * covered.size.w),
      covered_levels_(enlarged_.size()),
      levels_(picture.h * picture.w, kNoHeat) {
  CAMGLASS_CHECK(covered.top + covered.size.h <= picture.h);
  CAMGLASS_CHECK(covered.left + covered.size.w <= picture.w);
}

void ExactOverlayPainter::FindLevels(std::span<const float> map,
                                     const HeatOptions& options) {
  CAMGLASS_CHECK(map.size() == enlarge_.in().h * enlarge_.in().w);
  enlarge_.Apply(map.data(), enlarged_.data());
  HeatLevels(enlarged_, options, covered_levels_);
  const auto w = static_cast<ptrdiff_t>(covered_.size.w);
  for (size_t y = 0; y < covered_.size.h; ++y)
    std::copy_n(
        covered_levels_.begin() + static_cast<ptrdiff_t>(y) * w, w,
        levels_.begin() + static_cast<ptrdiff_t>(
                              (covered_.top + y) * picture_.w + covered_.left));
}

void ExactOverlayPainter::Paint(std::span<const float> map,
                                const Picture& frame,
                                const OverlayOptions& options, Picture* out) {
  CAMGLASS_CHECK(frame.extent() == picture_);
  out->Resize(picture_);
  FindLevels(map, options.heat);
  if (options.heat.range == MapRange::kSigned)
    PaintMixed(levels_, frame, DivergingColours(), options.alpha, out);
  else if (options.style == OverlayStyle::kSeed)
    PaintSeed(levels_, frame, WithNoHeat(ColoursOf(options.style)), out);
  else
    PaintMixed(levels_, frame, ColoursOf(options.style), options.alpha, out);
}

}  // namespace camglass
