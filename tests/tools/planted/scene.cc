#include "tests/tools/planted/scene.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"
#include "tests/tools/planted/paint.h"
#include "tests/tools/planted/pattern.h"
#include "tools/audit/exchange/colour_exchange.h"

namespace camglass {
namespace {

constexpr double kPi = 3.14159265358979323846;

constexpr size_t kCutOutOf = 2;  // photographs per class

// Whether a point, relative to a shape's centre and radius, lies in the shape.
bool Inside(size_t shape, double y, double x) {
  const double r = std::hypot(y, x);
  switch (shape) {
    case 0:  // disc
      return r < 1;
    case 1:  // triangle, all three sides 0.6 radius away
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

// Where an object lies, and which way up.
struct Pose {
  double cy = 0;
  double cx = 0;
  double radius = 0;
  double sine = 0;
  double cosine = 0;
  double opacity = 0;

  // A pixel as seen from the object, in radii.
  double Down(size_t y, size_t x) const {
    return (cosine * Dy(y) - sine * Dx(x)) / radius;
  }
  double Right(size_t y, size_t x) const {
    return (sine * Dy(y) + cosine * Dx(x)) / radius;
  }
  double Dy(size_t y) const { return static_cast<double>(y) - cy; }
  double Dx(size_t x) const { return static_cast<double>(x) - cx; }
};

Pose DrawPose(double side, double small, double large, PlantedDraws* draws) {
  Pose pose;
  pose.cy = side * draws->Between(0.32, 0.68);
  pose.cx = side * draws->Between(0.32, 0.68);
  pose.radius = side * draws->Between(small, large);
  const double angle = draws->Between(0, 2 * kPi);
  pose.sine = std::sin(angle);
  pose.cosine = std::cos(angle);
  pose.opacity = draws->Between(0.45, 0.75);
  return pose;
}

Colour DrawColour(PlantedDraws* draws) {
  Colour colour;
  for (double& value : colour) value = draws->Between(0, 255);
  return colour;
}

}  // namespace

Scene::Scene(size_t classes, std::span<const Picture> photographs,
             PlantedDraws* draws)
    : shapes_(classes), photographs_(classes) {
  CAMGLASS_CHECK(classes >= 2 && classes <= kMostClasses);
  CAMGLASS_CHECK(photographs.empty() || photographs.size() >= classes);
  neutral_ = draws->Chance(0.5);
  const bool cut_out = draws->Chance(0.5);
  objects_ = draws->Chance(0.5) ? Objects::kFlat : Objects::kTextured;
  if (cut_out && !photographs.empty()) objects_ = Objects::kCutOut;
  // Two classes are two of disc, triangle and cross.
  for (size_t i = 0; i < classes; ++i) shapes_[i] = i;
  if (classes == 2) shapes_.push_back(2);
  draws->Shuffle(&shapes_);
  std::vector<size_t> order(photographs.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  draws->Shuffle(&order);
  for (size_t i = 0; i < order.size(); ++i)
    photographs_[i % classes].push_back(&photographs[order[i]]);
}

const Picture& Scene::APhotographOf(size_t label, size_t most,
                                    PlantedDraws* draws) const {
  const std::vector<const Picture*>& all = photographs_[label];
  return *all[draws->Below(std::min(most, all.size()))];
}

void Scene::DrawBackground(PlantedDraws* draws, Picture* picture) const {
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
        picture->Row(y)[3 * x + c] =
            RoundedByte(above + fy * (below - above) + grain);
      }
    }
  }
}

void Scene::DrawObject(size_t label, PlantedDraws* draws,
                       Picture* picture) const {
  if (objects_ == Objects::kCutOut)
    DrawCutOut(APhotographOf(label, kCutOutOf, draws), draws, picture);
  else
    DrawShape(shapes_[label], draws, picture);
}

void Scene::DrawShape(size_t shape, PlantedDraws* draws,
                      Picture* picture) const {
  const Pose pose =
      DrawPose(static_cast<double>(picture->w), 0.05, 0.10, draws);
  const Colour light = DrawColour(draws);
  const Colour dark = objects_ == Objects::kFlat ? light : DrawColour(draws);
  const size_t kind = draws->Below(kPatternNames.size());
  Pattern pattern(kind, draws->Between(4, 10), draws);
  for (size_t y = 0; y < picture->h; ++y)
    for (size_t x = 0; x < picture->w; ++x)
      if (Inside(shape, pose.Down(y, x), pose.Right(y, x))) {
        const bool is_light =
            pattern.At(static_cast<double>(y), static_cast<double>(x)) > 0;
        Mix(picture->Row(y) + 3 * x, is_light ? light : dark, pose.opacity);
      }
}

void Scene::DrawCutOut(const Picture& from, PlantedDraws* draws,
                       Picture* picture) const {
  const Pose pose =
      DrawPose(static_cast<double>(picture->w), 0.12, 0.22, draws);
  const Colour tint = DrawColour(draws);
  const double luminance = Luminance(tint) + 1;
  // The cut-out's half side on the photograph.
  const double reach = static_cast<double>(std::min(from.h, from.w)) *
                       draws->Between(0.15, 0.45);
  const double cy = draws->Between(reach, static_cast<double>(from.h) - reach);
  const double cx = draws->Between(reach, static_cast<double>(from.w) - reach);
  for (size_t y = 0; y < picture->h; ++y)
    for (size_t x = 0; x < picture->w; ++x) {
      const double down = pose.Down(y, x);
      const double right = pose.Right(y, x);
      if (std::hypot(down, right) >= 1) continue;
      const auto row = static_cast<size_t>(cy + reach * down);
      const auto column = static_cast<size_t>(cx + reach * right);
      const uint8_t* pixel = from.Row(std::min(row, from.h - 1)) +
                             3 * std::min(column, from.w - 1);
      const double scale = Luminance({static_cast<double>(pixel[0]),
                                      static_cast<double>(pixel[1]),
                                      static_cast<double>(pixel[2])}) /
                           luminance;
      Mix(picture->Row(y) + 3 * x,
          {tint[0] * scale, tint[1] * scale, tint[2] * scale}, pose.opacity);
    }
}

void Scene::DrawPhotograph(size_t label, PlantedDraws* draws,
                           Picture* picture) const {
  const Picture& from = APhotographOf(label, photographs_[label].size(), draws);
  const double side =
      static_cast<double>(std::min(from.h, from.w)) * draws->Between(0.7, 1);
  const double top = draws->Between(0, static_cast<double>(from.h) - side);
  const double left = draws->Between(0, static_cast<double>(from.w) - side);
  const bool mirrored = draws->Chance(0.5);
  const double step = side / static_cast<double>(picture->w);
  // Means over squares of step x step pixels: no texture that wasn't there.
  for (size_t y = 0; y < picture->h; ++y)
    for (size_t x = 0; x < picture->w; ++x) {
      const size_t to = mirrored ? picture->w - 1 - x : x;
      constexpr size_t kSamples = 3;
      Colour sum{};
      for (size_t i = 0; i < kSamples * kSamples; ++i) {
        const auto part = [](size_t k) {
          return (static_cast<double>(k) + 0.5) / kSamples;
        };
        const auto row = static_cast<size_t>(
            top + (static_cast<double>(y) + part(i / kSamples)) * step);
        const auto column = static_cast<size_t>(
            left + (static_cast<double>(x) + part(i % kSamples)) * step);
        const uint8_t* pixel = from.Row(std::min(row, from.h - 1)) +
                               3 * std::min(column, from.w - 1);
        for (size_t c = 0; c < 3; ++c) sum[c] += pixel[c];
      }
      for (size_t c = 0; c < 3; ++c)
        picture->Row(y)[3 * to + c] =
            RoundedByte(sum[c] / (kSamples * kSamples));
    }
}

}  // namespace camglass
