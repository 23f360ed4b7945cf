#include "camapp/picture/colour_table.h"

#include <algorithm>
#include <cstdint>

#include "engine/base/check.h"

namespace camglass {
namespace {

// 33 evenly spaced colours of each published table, joined by straight lines:
// within 2 of 255 of the whole table. Turbo: A. Mikhailov, Google, Apache-2.0.
// Viridis and inferno: N. J. Smith and S. van der Walt, CC0.
constexpr size_t kAnchors = 33;
using Anchor = std::array<uint8_t, 3>;

constexpr Anchor kTurbo[kAnchors] = {
    {48, 18, 59},   {57, 42, 115},  {64, 64, 161},   {68, 86, 199},
    {70, 107, 227}, {70, 127, 246}, {66, 147, 255},  {55, 167, 250},
    {41, 187, 236}, {29, 205, 216}, {24, 220, 195},  {30, 232, 176},
    {49, 242, 153}, {76, 249, 126}, {107, 253, 100}, {138, 255, 77},
    {163, 253, 60}, {184, 247, 53}, {204, 237, 52},  {222, 224, 55},
    {237, 208, 58}, {248, 192, 58}, {253, 174, 53},  {254, 152, 44},
    {251, 128, 34}, {245, 104, 23}, {236, 82, 15},   {224, 64, 9},
    {210, 49, 5},   {192, 35, 2},   {172, 23, 1},    {149, 13, 1},
    {122, 4, 3}};

constexpr Anchor kViridis[kAnchors] = {
    {68, 1, 84},    {71, 13, 96},   {72, 24, 106},  {72, 35, 116},
    {71, 45, 123},  {69, 54, 129},  {66, 64, 134},  {63, 73, 137},
    {59, 82, 139},  {55, 90, 141},  {51, 99, 141},  {47, 106, 142},
    {44, 114, 142}, {41, 122, 142}, {38, 129, 142}, {35, 137, 142},
    {33, 144, 140}, {31, 152, 139}, {31, 159, 136}, {33, 166, 133},
    {40, 174, 128}, {49, 181, 123}, {62, 188, 116}, {76, 194, 108},
    {93, 201, 99},  {110, 206, 88}, {130, 211, 76}, {150, 216, 63},
    {171, 220, 50}, {192, 223, 36}, {213, 226, 26}, {234, 229, 26},
    {253, 231, 37}};

constexpr Anchor kInferno[kAnchors] = {
    {0, 0, 4},      {4, 3, 18},     {11, 7, 36},     {21, 11, 55},
    {33, 12, 74},   {46, 10, 90},   {60, 9, 101},    {74, 12, 107},
    {87, 16, 109},  {99, 20, 110},  {112, 25, 110},  {125, 30, 109},
    {137, 34, 106}, {150, 39, 102}, {163, 43, 97},   {175, 49, 92},
    {187, 55, 85},  {198, 62, 77},  {209, 70, 68},   {219, 79, 59},
    {227, 89, 50},  {235, 101, 40}, {241, 113, 30},  {246, 127, 20},
    {249, 141, 10}, {251, 156, 6},  {252, 171, 15},  {251, 186, 31},
    {249, 202, 50}, {245, 217, 73}, {242, 232, 101}, {243, 245, 134},
    {252, 255, 164}};

constexpr Anchor kDiverging[] = {
    {23, 63, 160},   {58, 116, 214}, {150, 187, 240}, {245, 245, 245},
    {244, 172, 142}, {214, 84, 66},  {150, 14, 38}};

double Clamp01(double v) { return std::clamp(v, 0.0, 1.0); }

template <size_t kCount>
ColourTable Interpolated(const Anchor (&anchors)[kCount]) {
  ColourTable table;
  for (size_t i = 0; i < kColours; ++i) {
    const double at = static_cast<double>(i * (kCount - 1)) / (kColours - 1);
    const size_t below = std::min(static_cast<size_t>(at), kCount - 2);
    const double part = at - static_cast<double>(below);
    for (size_t ch = 0; ch < 3; ++ch)
      table[i][ch] =
          anchors[below][ch] * (1 - part) + anchors[below + 1][ch] * part;
  }
  return table;
}

// CAMshow's table: 255 * (jet(255) * ramp), the ramp from 0 to 1.
ColourTable RampedJet() {
  ColourTable table;
  for (size_t i = 0; i < kColours; ++i) {
    const Colour jet = Jet(i);
    const double ramp = static_cast<double>(i) / (kColours - 1);
    for (size_t ch = 0; ch < 3; ++ch) table[i][ch] = 255 * (jet[ch] * ramp);
  }
  return table;
}

}  // namespace

const char* NameOfStyle(OverlayStyle style) {
  switch (style) {
    case OverlayStyle::kSeed:
      return "seed";
    case OverlayStyle::kTurbo:
      return "turbo";
    case OverlayStyle::kViridis:
      return "viridis";
    case OverlayStyle::kInferno:
      return "inferno";
  }
  CAMGLASS_CHECK(false);
}

Colour Jet(size_t i) {
  CAMGLASS_CHECK(i < kColours);
  const double row = static_cast<double>(i + 1);  // MATLAB counts from 1
  return {Clamp01(std::min((row - 96) / 64, (288 - row) / 64)),
          Clamp01(std::min((row - 32) / 64, (224 - row) / 64)),
          Clamp01(std::min((row + 32) / 64, (160 - row) / 64))};
}

const ColourTable& ColoursOf(OverlayStyle style) {
  static const ColourTable seed = RampedJet();
  static const ColourTable turbo = Interpolated(kTurbo);
  static const ColourTable viridis = Interpolated(kViridis);
  static const ColourTable inferno = Interpolated(kInferno);
  switch (style) {
    case OverlayStyle::kSeed:
      return seed;
    case OverlayStyle::kTurbo:
      return turbo;
    case OverlayStyle::kViridis:
      return viridis;
    case OverlayStyle::kInferno:
      return inferno;
  }
  CAMGLASS_CHECK(false);
}

const ColourTable& DivergingColours() {
  static const ColourTable table = Interpolated(kDiverging);
  return table;
}

}  // namespace camglass
