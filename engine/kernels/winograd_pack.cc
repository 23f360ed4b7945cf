#include <algorithm>

#include "engine/check.h"
#include "engine/kernels/winograd.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/winograd_pack.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
// clang-format on

#ifndef CAMGLASS_ENGINE_KERNELS_WINOGRAD_PACK_ONCE
#define CAMGLASS_ENGINE_KERNELS_WINOGRAD_PACK_ONCE
namespace camglass {

// Filters that are transformed together; every panel is a multiple of it.
inline constexpr size_t kFilters = 8;
inline constexpr size_t kMaxSide = 7;
inline constexpr size_t kMaxTaps = 4;

// Rows of G: the filter transform of one dimension.
struct FilterTransform {
  size_t side;
  size_t taps;
  double g[kMaxSide][kMaxTaps];
};

}  // namespace camglass
#endif

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {

// u[position][filter] = (G g G^T)[position] of kFilters filters g[tap][filter].
// Loops of constant length, which compilers turn into vectors of the target;
// Highway itself has no doubles on some.
void TransformFilters(const FilterTransform& f, const double (*g)[kFilters],
                      float (*u)[kFilters]) {
  double half[kMaxSide * kMaxTaps][kFilters];
  for (size_t y = 0; y < f.side; ++y) {
    for (size_t x = 0; x < f.taps; ++x) {
      double sum[kFilters] = {};
      for (size_t k = 0; k < f.taps; ++k) {
        const double factor = f.g[y][k];
        const double* taps = g[k * f.taps + x];
        for (size_t n = 0; n < kFilters; ++n) sum[n] += factor * taps[n];
      }
      for (size_t n = 0; n < kFilters; ++n) half[y * f.taps + x][n] = sum[n];
    }
  }
  for (size_t y = 0; y < f.side; ++y) {
    for (size_t x = 0; x < f.side; ++x) {
      double sum[kFilters] = {};
      for (size_t k = 0; k < f.taps; ++k) {
        const double factor = f.g[x][k];
        const double* row = half[y * f.taps + k];
        for (size_t n = 0; n < kFilters; ++n) sum[n] += factor * row[n];
      }
      float* out = u[y * f.side + x];
      for (size_t n = 0; n < kFilters; ++n) out[n] = static_cast<float>(sum[n]);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(TransformFilters);

namespace {

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

const FilterTransform& TransformOf(const WinogradPacking& packing) {
  if (packing.taps == 4) return kStem;
  return packing.m == 2 ? kF2 : kF4;
}

// Channel c of a filter [in_c][3][3], tap by tap, kFilters apart.
void Load3x3(const float* filter, size_t c, double* g) {
  for (size_t tap = 0; tap < 9; ++tap) g[tap * kFilters] = filter[c * 9 + tap];
}

// A stem's [3][7][7] at even or odd rows and columns: channel c is colour c % 3
// of that phase. The eighth row and column are zero.
void LoadStem(const float* filter, size_t c, double* g) {
  const size_t odd_y = c / 6, odd_x = c / 3 % 2;
  for (size_t tap = 0; tap < 16; ++tap) {
    const size_t y = tap / 4 * 2 + odd_y, x = tap % 4 * 2 + odd_x;
    const bool inside = y < 7 && x < 7;
    g[tap * kFilters] = inside ? filter[c % 3 * 49 + y * 7 + x] : 0.0f;
  }
}

// Where output channel n of a block, input channel 0, position 0 lies, counted
// from the block's start, and how far the next position and channel are.
struct FilterPlace {
  size_t offset;
  size_t position_stride;
  size_t channel_stride;
};
FilterPlace PlaceOf(const WinogradPacking& p, size_t block_width, size_t n) {
  const size_t panel = n / p.panel * p.panel;
  return {panel * p.in_c + n - panel, block_width * p.in_c,
          std::min(p.panel, block_width - panel)};
}

// The filters of `count` <= kFilters output channels, row_size floats each.
void PackFilters(const float* rows, size_t count, size_t row_size,
                 const WinogradPacking& packing, const FilterPlace& place,
                 float* block) {
  double g[kMaxTaps * kMaxTaps][kFilters] = {};
  float u[kMaxSide * kMaxSide][kFilters];
  const auto load = packing.taps == 4 ? LoadStem : Load3x3;
  for (size_t c = 0; c < packing.in_c; ++c) {
    for (size_t n = 0; n < count; ++n) {
      load(rows + n * row_size, c, &g[0][n]);
    }
    HWY_DYNAMIC_DISPATCH(TransformFilters)(TransformOf(packing), g, u);
    float* out = block + place.offset + c * place.channel_stride;
    for (size_t pos = 0; pos < packing.positions(); ++pos) {
      std::copy_n(u[pos], kFilters, out + pos * place.position_stride);
    }
  }
}

}  // namespace

void PackWinogradBlock(const float* rows, size_t count,
                       const WinogradPacking& packing, size_t block,
                       float* packed) {
  const size_t first = block * kWinogradBlock;
  const size_t width = std::min(kWinogradBlock, packing.out_c - first);
  const size_t row_size =
      packing.taps == 4 ? kStemChannels / 4 * 49 : packing.in_c * 9;
  CAMGLASS_CHECK(count <= width && packing.panel % kFilters == 0);
  packed += first * packing.positions() * packing.in_c;
  for (size_t n = 0; n < width; n += kFilters) {
    PackFilters(rows + n * row_size,
                std::min(kFilters, count - std::min(n, count)), row_size,
                packing, PlaceOf(packing, width, n), packed);
  }
}

}  // namespace camglass
#endif  // HWY_ONCE
