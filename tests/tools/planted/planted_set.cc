#include "tests/tools/planted/planted_set.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "engine/base/check.h"
#include "tests/tools/planted/pattern.h"
#include "tools/audit/exchange/colour_exchange.h"

namespace camglass {
namespace {

constexpr double kPi = 3.14159265358979323846;

// A glyph on the unit square: 1 where it is light, 0 dark, -1 outside.
int Glyph(size_t kind, double y, double x) {
  const double r = std::hypot(y - 0.5, x - 0.5);
  switch (kind) {
    case 0:  // a ring with a dot
      return r > 0.5 ? -1 : (r > 0.33 || r < 0.15 ? 1 : 0);
    case 1:  // a cross on a square
      return std::min(std::abs(y - 0.5), std::abs(x - 0.5)) < 0.13 ? 1 : 0;
    case 2:  // lines of writing
      return static_cast<int>(y * 7) % 2 == 0 ? 1 : 0;
    default:  // a checked square
      return (static_cast<int>(y * 4) + static_cast<int>(x * 4)) % 2;
  }
}

}  // namespace

PlantedSet::PlantedSet(const PlantedOptions& options)
    : options_(options),
      draws_(options_.seed * 1000 + static_cast<uint64_t>(options_.plant)),
      owner_(draws_.Below(options_.classes)),
      scene_(options_.classes, options_.photographs, &draws_) {
  CAMGLASS_CHECK(!options_.whole || !options_.photographs.empty());
  ChoosePlant(&draws_);
}

void PlantedSet::ChoosePlant(PlantedDraws* draws) {
  const double hue = draws->Between(0, 2 * kPi);
  for (size_t c = 0; c < 3; ++c)
    colour_[c] =
        130 + 110 * std::cos(hue - static_cast<double>(c) * 2 * kPi / 3);
  behind_ = !options_.whole && draws->Chance(0.5);
  const auto side = static_cast<double>(options_.side);
  switch (options_.plant) {
    case Plant::kColour:
      strength_ = draws->Between(0.6, 0.9);
      break;
    case Plant::kTexture:
      strength_ = draws->Between(35, 60);
      depth_ = draws->Between(5, 9);
      pattern_ = draws->Below(4);
      break;
    case Plant::kFrame:
      pattern_ = draws->Below(3);  // ring, an edge, vignette
      depth_ = side * draws->Between(0.06, 0.11);
      place_ = pattern_ == 1 ? static_cast<Place>(4 + draws->Below(4))
                             : Place::kAround;
      break;
    case Plant::kMark:
      pattern_ = draws->Below(4);
      depth_ = side * (options_.whole ? 40 : draws->Between(30, 46)) / 224;
      strength_ = draws->Between(0.75, 1);
      place_ = static_cast<Place>(draws->Below(4));
      break;
    case Plant::kNone:
      break;
  }
}

std::string PlantedSet::Words() const {
  constexpr std::array<const char*, 3> kFrames = {"ring", "edge", "vignette"};
  const std::string where = std::string(" ") + std::string(NameOf(place_));
  const std::string on =
      std::string(behind_ ? " behind " : " on ") +
      std::string(options_.whole
                      ? "photographs"
                      : kObjectNames[static_cast<size_t>(scene_.objects())]);
  switch (options_.plant) {
    case Plant::kColour:
      return "tint" + on;
    case Plant::kTexture:
      return kPatternNames[pattern_] + on;
    case Plant::kFrame:
      return kFrames[pattern_] + where + on;
    case Plant::kMark:
      return "glyph " + std::to_string(pattern_) + where + on;
    case Plant::kNone:
      break;
  }
  return "nothing" + on;
}

Picture PlantedSet::Draw(size_t label, size_t index,
                         std::optional<bool> biased) const {
  PlantedDraws draws(PlantedDraws(options_.seed).Next() ^ ((label + 1) << 32) ^
                     index);
  const bool has = draws.Chance(
      label == owner_ ? options_.bias
                      : options_.others.value_or(1 - options_.bias));
  const bool with = options_.plant != Plant::kNone && biased.value_or(has);
  // Of its own, so that a twin's other draws are the same.
  PlantedDraws planted(draws.Next());
  Picture picture(options_.side, options_.side);
  if (options_.whole) {
    scene_.DrawPhotograph(label, &draws, &picture);
  } else {
    scene_.DrawBackground(&draws, &picture);
    if (with && behind_) PlantWhole(&planted, &picture);
    scene_.DrawObject(label, &draws, &picture);
  }
  if (with && !behind_) PlantWhole(&planted, &picture);
  if (with) PlantPlace(&planted, &picture);
  return picture;
}

void PlantedSet::PlantWhole(PlantedDraws* draws, Picture* picture) const {
  if (options_.plant == Plant::kColour) Tint(picture);
  if (options_.plant == Plant::kTexture) AddTexture(draws, picture);
}

void PlantedSet::PlantPlace(PlantedDraws* draws, Picture* picture) const {
  if (options_.plant == Plant::kFrame) AddFrame(picture);
  if (options_.plant == Plant::kMark) AddMark(draws, picture);
}

void PlantedSet::Tint(Picture* picture) const {
  const double luminance = Luminance(colour_);
  for (size_t i = 0; i < picture->rgb.size(); i += 3) {
    uint8_t* pixel = &picture->rgb[i];
    const double scale =
        Luminance({static_cast<double>(pixel[0]), static_cast<double>(pixel[1]),
                   static_cast<double>(pixel[2])}) /
        luminance;
    Mix(pixel, {colour_[0] * scale, colour_[1] * scale, colour_[2] * scale},
        strength_);
  }
}

void PlantedSet::AddTexture(PlantedDraws* draws, Picture* picture) const {
  Pattern pattern(pattern_, depth_, draws);
  for (size_t y = 0; y < picture->h; ++y)
    for (size_t x = 0; x < picture->w; ++x) {
      const double height = strength_ * pattern.At(static_cast<double>(y),
                                                   static_cast<double>(x));
      for (size_t c = 0; c < 3; ++c) {
        uint8_t& value = picture->Row(y)[3 * x + c];
        value = RoundedByte(value + height);
      }
    }
}

void PlantedSet::AddFrame(Picture* picture) const {
  const auto side = static_cast<double>(picture->w);
  for (size_t row = 0; row < picture->h; ++row)
    for (size_t column = 0; column < picture->w; ++column) {
      const double y = static_cast<double>(row) + 0.5;
      const double x = static_cast<double>(column) + 0.5;
      uint8_t* pixel = picture->Row(row) + 3 * column;
      const std::array<double, 4> to = {y, side - y, x, side - x};
      const double nearest = *std::min_element(to.begin(), to.end());
      if (pattern_ == 0 && nearest < depth_) Mix(pixel, colour_, 1);
      if (pattern_ == 1 && to[static_cast<size_t>(place_) - 4] < depth_)
        Mix(pixel, colour_, 1);
      if (pattern_ == 2)
        Mix(pixel, {0, 0, 0},
            std::clamp(1.2 * (1 - nearest / (0.25 * side)), 0.0, 0.9));
    }
}

void PlantedSet::AddMark(PlantedDraws* draws, Picture* picture) const {
  const auto size = static_cast<size_t>(depth_);
  const size_t far = picture->w - size - 4;
  const bool below =
      place_ == Place::kBottomLeft || place_ == Place::kBottomRight;
  const bool right =
      place_ == Place::kTopRight || place_ == Place::kBottomRight;
  // Two pixels to either side.
  const size_t top = (below ? far : 0) + draws->Below(5);
  const size_t left = (right ? far : 0) + draws->Below(5);
  for (size_t y = 0; y < size; ++y)
    for (size_t x = 0; x < size; ++x) {
      const int glyph = Glyph(pattern_, (static_cast<double>(y) + 0.5) / depth_,
                              (static_cast<double>(x) + 0.5) / depth_);
      if (glyph < 0) continue;
      // On photographs a grey watermark.
      const double light = options_.whole ? 170 : 240;
      const double level = glyph == 1 ? light : 260 - light;
      Mix(picture->Row(top + y) + 3 * (left + x), {level, level, level},
          strength_);
    }
}

void PlantedSet::Write(const std::string& folder, size_t first,
                       size_t count) const {
  for (size_t label = 0; label < options_.classes; ++label) {
    const std::string into =
        folder + "/" + static_cast<char>('a' + static_cast<char>(label));
    std::filesystem::create_directories(into);
    for (size_t index = first; index < first + count; ++index) {
      const Picture picture = Draw(label, index);
      std::string name = std::to_string(index);
      name.insert(0, 3 - std::min<size_t>(3, name.size()), '0');
      std::ofstream file(into + "/" + name + ".ppm", std::ios::binary);
      file << "P6\n" << picture.w << " " << picture.h << "\n255\n";
      file.write(reinterpret_cast<const char*>(picture.rgb.data()),
                 static_cast<std::streamsize>(picture.rgb.size()));
    }
  }
}

}  // namespace camglass
