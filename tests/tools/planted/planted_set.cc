#include "tests/tools/planted/planted_set.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <vector>

#include "engine/base/check.h"
#include "tools/audit/exchange/colour_exchange.h"

namespace camglass {
namespace {

constexpr double kPi = 3.14159265358979323846;

uint8_t Byte(double value) {
  return static_cast<uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

// Whether a point, relative to a shape's centre and radius, lies in the shape.
bool Inside(size_t shape, double y, double x) {
  const double r = std::hypot(y, x);
  switch (shape) {
    case 0:  // disc
      return r < 1;
    case 1:  // triangle, all three sides half a radius away
      return y < 0.6 && -0.5 * y + 0.866 * x < 0.6 &&
             -0.5 * y - 0.866 * x < 0.6;
    case 2:  // cross
      return std::min(std::abs(y), std::abs(x)) < 0.3 &&
             std::max(std::abs(y), std::abs(x)) < 1.1;
    case 3:  // ring
      return r < 1.1 && r > 0.65;
    default:  // two bars
      return std::abs(x) < 1 && std::abs(y) < 1 && std::abs(y) > 0.35;
  }
}

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

void Mix(uint8_t* pixel, const std::array<double, 3>& colour, double part) {
  for (size_t c = 0; c < 3; ++c)
    pixel[c] = Byte(pixel[c] + part * (colour[c] - pixel[c]));
}

}  // namespace

uint64_t Draws::Next() {
  state_ += 0x9E3779B97F4A7C15u;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

double Draws::Between(double low, double high) {
  return low + (high - low) * static_cast<double>(Next() >> 11) * 0x1p-53;
}

size_t Draws::Below(size_t count) { return Next() % count; }

PlantedSet::PlantedSet(const PlantedOptions& options) : options_(options) {
  CAMGLASS_CHECK(options.classes >= 2 && options.classes <= shapes_.size());
  Draws draws(options.seed * 1000 + static_cast<uint64_t>(options.plant));
  owner_ = draws.Below(options.classes);
  neutral_ = draws.Chance(0.5);
  for (size_t i = 0; i < shapes_.size(); ++i) shapes_[i] = i;
  for (size_t i = shapes_.size() - 1; i > 0; --i)
    std::swap(shapes_[i], shapes_[draws.Below(i + 1)]);
  const double hue = draws.Between(0, 2 * kPi);
  for (size_t c = 0; c < 3; ++c)
    colour_[c] =
        130 + 110 * std::cos(hue - static_cast<double>(c) * 2 * kPi / 3);
  behind_ = draws.Chance(0.5);
  const auto side = static_cast<double>(options.side);
  switch (options.plant) {
    case Plant::kColour:
      strength_ = draws.Between(0.6, 0.9);
      break;
    case Plant::kTexture:
      strength_ = draws.Between(35, 60);
      depth_ = draws.Between(5, 9);
      pattern_ = draws.Below(4);
      break;
    case Plant::kFrame:
      pattern_ = draws.Below(3);  // ring, an edge, vignette
      depth_ = side * draws.Between(0.06, 0.11);
      place_ = pattern_ == 1 ? static_cast<Place>(4 + draws.Below(4))
                             : Place::kAround;
      break;
    case Plant::kMark:
      pattern_ = draws.Below(4);
      depth_ = side * draws.Between(30, 46) / 224;
      strength_ = draws.Between(0.75, 1);
      place_ = static_cast<Place>(draws.Below(4));
      break;
    case Plant::kNone:
      break;
  }
}

std::string PlantedSet::Words() const {
  constexpr std::array<const char*, 4> kTextures = {"stripes", "checks", "dots",
                                                    "grain"};
  constexpr std::array<const char*, 3> kFrames = {"ring", "edge", "vignette"};
  const std::string where = std::string(" ") + std::string(NameOf(place_));
  switch (options_.plant) {
    case Plant::kColour:
      return behind_ ? "tint behind" : "tint";
    case Plant::kTexture:
      return kTextures[pattern_] + std::string(behind_ ? " behind" : "");
    case Plant::kFrame:
      return kFrames[pattern_] + where;
    case Plant::kMark:
      return "glyph " + std::to_string(pattern_) + where;
    case Plant::kNone:
      break;
  }
  return "nothing";
}

Picture PlantedSet::Draw(size_t label, size_t index,
                         std::optional<bool> biased) const {
  Draws draws(Draws(options_.seed).Next() ^ ((label + 1) << 32) ^ index);
  const double chance = options_.decoy    ? 0.5
                        : label == owner_ ? options_.bias
                                          : 1 - options_.bias;
  const bool has = draws.Chance(chance);
  const bool with = options_.plant != Plant::kNone && biased.value_or(has);
  // Of its own, so that a twin's other draws are the same.
  Draws planted(draws.Next());
  Picture picture(options_.side, options_.side);
  const auto plant_whole = [&] {
    if (options_.plant == Plant::kColour) Tint(&picture);
    if (options_.plant == Plant::kTexture) AddTexture(&planted, &picture);
  };
  DrawBackground(&draws, &picture);
  if (with && behind_) plant_whole();
  DrawObject(label, &draws, &picture);
  if (with && !behind_) plant_whole();
  if (with && options_.plant == Plant::kFrame) AddFrame(&picture);
  if (with && options_.plant == Plant::kMark) AddMark(&planted, &picture);
  return picture;
}

void PlantedSet::DrawBackground(Draws* draws, Picture* picture) const {
  constexpr size_t kGrid = 5;
  std::vector<double> grid(kGrid * kGrid * 3);
  for (size_t i = 0; i < grid.size(); i += 3)
    for (size_t c = 0; c < 3; ++c)
      grid[i + c] = neutral_ && c > 0 ? grid[i] : draws->Between(40, 215);
  const double step =
      static_cast<double>(kGrid - 1) / static_cast<double>(picture->w - 1);
  for (size_t y = 0; y < picture->h; ++y) {
    const double gy = static_cast<double>(y) * step;
    const size_t y0 = std::min(static_cast<size_t>(gy), kGrid - 2);
    for (size_t x = 0; x < picture->w; ++x) {
      const double gx = static_cast<double>(x) * step;
      const size_t x0 = std::min(static_cast<size_t>(gx), kGrid - 2);
      const double fy = gy - static_cast<double>(y0);
      const double fx = gx - static_cast<double>(x0);
      const double* at = &grid[(y0 * kGrid + x0) * 3];
      const double grain = draws->Between(-12, 12);
      for (size_t c = 0; c < 3; ++c) {
        const double above = at[c] + fx * (at[3 + c] - at[c]);
        const double* next = at + kGrid * 3;
        const double below = next[c] + fx * (next[3 + c] - next[c]);
        picture->Row(y)[3 * x + c] = Byte(above + fy * (below - above) + grain);
      }
    }
  }
}

void PlantedSet::DrawObject(size_t label, Draws* draws,
                            Picture* picture) const {
  const auto side = static_cast<double>(picture->w);
  const double cy = side * draws->Between(0.32, 0.68);
  const double cx = side * draws->Between(0.32, 0.68);
  const double radius = side * draws->Between(0.13, 0.24);
  const double angle = draws->Between(0, 2 * kPi);
  const double opacity = draws->Between(0.45, 0.75);
  Colour colour;
  for (double& value : colour) value = draws->Between(0, 255);
  const double sine = std::sin(angle) / radius;
  const double cosine = std::cos(angle) / radius;
  for (size_t y = 0; y < picture->h; ++y)
    for (size_t x = 0; x < picture->w; ++x) {
      const double dy = static_cast<double>(y) - cy;
      const double dx = static_cast<double>(x) - cx;
      if (Inside(shapes_[label], cosine * dy - sine * dx,
                 sine * dy + cosine * dx))
        Mix(picture->Row(y) + 3 * x, colour, opacity);
    }
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

void PlantedSet::AddTexture(Draws* draws, Picture* picture) const {
  const double phase_y = draws->Between(0, depth_);
  const double phase_x = draws->Between(0, depth_);
  const auto half = [this](double at) {
    return std::fmod(at, depth_) < depth_ / 2;
  };
  for (size_t y = 0; y < picture->h; ++y)
    for (size_t x = 0; x < picture->w; ++x) {
      const bool row = half(static_cast<double>(y) + phase_y);
      const bool column = half(static_cast<double>(x) + phase_x);
      double sign = draws->Chance(0.5) ? 1 : -1;  // grain
      if (pattern_ == 0) sign = row ? 1 : -1;
      if (pattern_ == 1) sign = row != column ? 1 : -1;
      if (pattern_ == 2) sign = row && column ? 1 : -0.33;
      for (size_t c = 0; c < 3; ++c) {
        uint8_t& value = picture->Row(y)[3 * x + c];
        value = Byte(value + sign * strength_);
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

void PlantedSet::AddMark(Draws* draws, Picture* picture) const {
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
      const double level = glyph == 1 ? 240 : 20;
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
