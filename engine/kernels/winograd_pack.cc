#include <algorithm>
#include <array>

#include "engine/check.h"
#include "engine/kernels/winograd.h"

namespace camglass {
namespace {

// Rows of G: the filter transform of one dimension.
struct FilterTransform {
  size_t side;
  size_t taps;
  double g[7][4];
};
constexpr FilterTransform kF2 = {
    4, 3, {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}}};
constexpr FilterTransform kF4 = {6,
                                 3,
                                 {{1.0 / 4, 0, 0},
                                  {-1.0 / 6, -1.0 / 6, -1.0 / 6},
                                  {-1.0 / 6, 1.0 / 6, -1.0 / 6},
                                  {1.0 / 24, 1.0 / 12, 1.0 / 6},
                                  {1.0 / 24, -1.0 / 12, 1.0 / 6},
                                  {0, 0, 1}}};
// Powers of the points, by the products of their distances to the others.
constexpr double kA = 1 / 4.5, kB = 1 / 45.0, kC = 1 / 2.8125;
constexpr FilterTransform kStem = {7,
                                   4,
                                   {{-kA, -kA, -kA, -kA},
                                    {kA, -kA, kA, -kA},
                                    {kB, kB * 2, kB * 4, kB * 8},
                                    {-kB, kB * 2, -kB * 4, kB * 8},
                                    {kC, kC / 2, kC / 4, kC / 8},
                                    {-kC, kC / 2, -kC / 4, kC / 8},
                                    {0, 0, 0, 1}}};

// u[position] = (G g G^T)[position] of one filter [taps][taps].
void TransformFilter(const FilterTransform& f, const float* g, float* u) {
  double half[7][4] = {};
  for (size_t y = 0; y < f.side; ++y)
    for (size_t x = 0; x < f.taps; ++x)
      for (size_t k = 0; k < f.taps; ++k)
        half[y][x] += f.g[y][k] * g[k * f.taps + x];
  for (size_t y = 0; y < f.side; ++y) {
    for (size_t x = 0; x < f.side; ++x) {
      double sum = 0;
      for (size_t k = 0; k < f.taps; ++k) sum += half[y][k] * f.g[x][k];
      u[y * f.side + x] = static_cast<float>(sum);
    }
  }
}

// Where filter (n, c)'s position 0 lies in the packed stream, and how far its
// next position is.
struct FilterPlace {
  size_t offset;
  size_t stride;
};
FilterPlace PlaceOf(const WinogradPacking& p, size_t n, size_t c) {
  const size_t block = n / kWinogradBlock * kWinogradBlock;
  const size_t width = std::min(kWinogradBlock, p.out_c - block);
  const size_t in_block = n - block;
  const size_t panel = in_block / p.panel * p.panel;
  const size_t panel_width = std::min(p.panel, width - panel);
  return {block * p.positions() * p.in_c + panel * p.in_c + c * panel_width +
              in_block - panel,
          width * p.in_c};
}

void PackFilter(const FilterTransform& f, const float* g, size_t n, size_t c,
                const WinogradPacking& packing, float* packed) {
  float u[49];
  TransformFilter(f, g, u);
  const FilterPlace place = PlaceOf(packing, n, c);
  for (size_t pos = 0; pos < packing.positions(); ++pos) {
    packed[place.offset + pos * place.stride] = u[pos];
  }
}

// The taps of one 7x7 filter at even or odd rows and columns, the missing
// eighth being zero.
std::array<float, 16> TapsOfPhase(const float* filter, size_t odd_y,
                                  size_t odd_x) {
  std::array<float, 16> taps = {};
  for (size_t y = odd_y; y < 7; y += 2)
    for (size_t x = odd_x; x < 7; x += 2)
      taps[y / 2 * 4 + x / 2] = filter[y * 7 + x];
  return taps;
}

}  // namespace

void PackWinograd(const float* weights, size_t out_c,
                  const WinogradPacking& packing, float* packed) {
  CAMGLASS_CHECK(packing.out_c == PadChannels(out_c) && packing.taps == 3);
  const FilterTransform& f = packing.m == 2 ? kF2 : kF4;
  std::fill_n(packed, packing.floats(), 0.0f);
  for (size_t n = 0; n < out_c; ++n)
    for (size_t c = 0; c < packing.in_c; ++c)
      PackFilter(f, weights + (n * packing.in_c + c) * 9, n, c, packing,
                 packed);
}

void PackStem(const float* weights, size_t out_c,
              const WinogradPacking& packing, float* packed) {
  CAMGLASS_CHECK(packing.out_c == PadChannels(out_c) && packing.taps == 4);
  std::fill_n(packed, packing.floats(), 0.0f);
  for (size_t n = 0; n < out_c; ++n) {
    for (size_t c = 0; c < kStemChannels; ++c) {
      const size_t phase = c / 3;
      const float* filter = weights + (n * 3 + c % 3) * 49;
      const auto taps = TapsOfPhase(filter, phase / 2, phase % 2);
      PackFilter(kStem, taps.data(), n, c, packing, packed);
    }
  }
}

}  // namespace camglass
