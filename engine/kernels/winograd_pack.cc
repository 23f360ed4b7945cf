#include <algorithm>
#include <type_traits>

#include "engine/base/check.h"
#include "engine/kernels/weight.h"
#include "engine/kernels/winograd.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/winograd_pack.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/simd-inl.h"
// clang-format on

#ifndef CAMGLASS_ENGINE_KERNELS_WINOGRAD_PACK_ONCE
#define CAMGLASS_ENGINE_KERNELS_WINOGRAD_PACK_ONCE
namespace camglass {

// Filters that are transformed together; every panel is a multiple of it.
inline constexpr size_t kFilters = 8;

inline constexpr size_t kMostPositions = 7 * 7;

// Rows of G: the filter transform of one dimension.
template <size_t kSideOf, size_t kTapsOf>
struct FilterTransform {
  static constexpr size_t kSide = kSideOf;
  static constexpr size_t kTaps = kTapsOf;
  double g[kSide][kTaps];
};

inline constexpr FilterTransform<4, 3> kF2 = {
    {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}}};
inline constexpr FilterTransform<5, 2> kStride2 = {{{1.0 / 2, 0},
                                                    {-1.0 / 2, -1.0 / 2},
                                                    {-1.0 / 6, 1.0 / 6},
                                                    {1.0 / 6, 1.0 / 3},
                                                    {0, 1}}};
inline constexpr FilterTransform<6, 3> kF4 = {{{1.0 / 4, 0, 0},
                                               {-1.0 / 6, -1.0 / 6, -1.0 / 6},
                                               {-1.0 / 6, 1.0 / 6, -1.0 / 6},
                                               {1.0 / 24, 1.0 / 12, 1.0 / 6},
                                               {1.0 / 24, -1.0 / 12, 1.0 / 6},
                                               {0, 0, 1}}};
// Powers of the points, by the products of their distances to the others.
inline constexpr double kA = 1 / 4.5, kB = 1 / 45.0, kC = 1 / 2.8125;
inline constexpr FilterTransform<7, 4> kStem = {{{-kA, -kA, -kA, -kA},
                                                 {kA, -kA, kA, -kA},
                                                 {kB, kB * 2, kB * 4, kB * 8},
                                                 {-kB, kB * 2, -kB * 4, kB * 8},
                                                 {kC, kC / 2, kC / 4, kC / 8},
                                                 {-kC, kC / 2, -kC / 4, kC / 8},
                                                 {0, 0, 0, 1}}};

// Output channels [first, first + count) of a block, count <= kFilters, of one
// input channel.
struct FilterGroup {
  const float* rows;  // of `first`, at that input channel
  size_t row_size;    // floats from a filter to the next
  size_t count;
  size_t position_stride;  // of out
  float* out;              // position 0
};

}  // namespace camglass
#endif

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

// sum[n] = row `kRow` of G times the taps, tap_stride vectors apart. Loops of
// constant length, which compilers turn into vectors of the target; Highway
// itself has no doubles on some.
template <const auto& kTransform, size_t kRow>
HWY_INLINE void TimesRow(const double (*taps)[kFilters], size_t tap_stride,
                         double* sum) {
  for (size_t n = 0; n < kFilters; ++n) sum[n] = 0;
  Unroll<kTransform.kTaps>([&](auto k) CAMGLASS_INLINE_LAMBDA {
    constexpr double kFactor = kTransform.g[kRow][k];
    if constexpr (kFactor != 0) {
      const double* tap = taps[k * tap_stride];
      for (size_t n = 0; n < kFilters; ++n) sum[n] += kFactor * tap[n];
    }
  });
}

// out[position][n] = (G g G^T)[position] of kFilters filters g[tap][n].
template <const auto& kTransform>
HWY_INLINE void TransformFilters(const double (*g)[kFilters],
                                 size_t position_stride, float* out) {
  constexpr size_t kSide = kTransform.kSide;
  constexpr size_t kTaps = kTransform.kTaps;
  double half[kSide * kTaps][kFilters];
  Unroll<kSide>([&](auto y) CAMGLASS_INLINE_LAMBDA {
    for (size_t x = 0; x < kTaps; ++x) {
      TimesRow<kTransform, y>(g + x, kTaps, half[y * kTaps + x]);
    }
  });
  for (size_t y = 0; y < kSide; ++y) {
    Unroll<kSide>([&](auto x) CAMGLASS_INLINE_LAMBDA {
      double sum[kFilters];
      TimesRow<kTransform, x>(half + y * kTaps, 1, sum);
      float* u = out + (y * kSide + x) * position_stride;
      for (size_t n = 0; n < kFilters; ++n) u[n] = static_cast<float>(sum[n]);
    });
  }
}

template <const auto& kTransform>
HWY_INLINE void Pack3x3(const FilterGroup& group) {
  double g[9][kFilters] = {};
  for (size_t n = 0; n < group.count; ++n) {
    const float* filter = group.rows + n * group.row_size;
    for (size_t tap = 0; tap < 9; ++tap) g[tap][n] = filter[tap];
  }
  TransformFilters<kTransform>(g, group.position_stride, group.out);
}

}  // namespace

void PackF2(const FilterGroup& group, size_t) { Pack3x3<kF2>(group); }
void PackF4(const FilterGroup& group, size_t) { Pack3x3<kF4>(group); }

// A 3x3 filter at the rows and columns of one phase; taps that it has not are
// zero.
void PackStride2(const FilterGroup& group, size_t phase) {
  double g[4][kFilters] = {};
  for (size_t tap = 0; tap < 4; ++tap) {
    const size_t y = tap / 2 * 2 + kPhaseOrder[phase].y;
    const size_t x = tap % 2 * 2 + kPhaseOrder[phase].x;
    if (y >= 3 || x >= 3) continue;
    for (size_t n = 0; n < group.count; ++n) {
      g[tap][n] = group.rows[n * group.row_size + y * 3 + x];
    }
  }
  TransformFilters<kStride2>(g, group.position_stride, group.out);
}

// A stem's [3][7][7] at even or odd rows and columns: channel c is colour c % 3
// of that phase. The eighth row and column are zero.
void PackStem(const FilterGroup& group, size_t c) {
  const size_t odd_y = c / 6, odd_x = c / 3 % 2;
  double g[16][kFilters] = {};
  for (size_t tap = 0; tap < 16; ++tap) {
    const size_t y = tap / 4 * 2 + odd_y, x = tap % 4 * 2 + odd_x;
    if (y >= 7 || x >= 7) continue;
    for (size_t n = 0; n < group.count; ++n) {
      g[tap][n] = group.rows[n * group.row_size + y * 7 + x];
    }
  }
  TransformFilters<kStem>(g, group.position_stride, group.out);
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(PackF2);
HWY_EXPORT(PackF4);
HWY_EXPORT(PackStem);
HWY_EXPORT(PackStride2);

namespace {

void PackGroup(const FilterGroup& group, const WinogradPacking& packing,
               size_t c) {
  if (packing.taps == 4) {
    HWY_DYNAMIC_DISPATCH(PackStem)(group, c);
  } else if (packing.m == 2) {
    HWY_DYNAMIC_DISPATCH(PackF2)(group, c);
  } else {
    HWY_DYNAMIC_DISPATCH(PackF4)(group, c);
  }
}

// Where a group of filters goes in its block.
struct GroupPlace {
  size_t c;            // the input channel
  size_t width;        // output channels of the block
  size_t panel;        // where the group's panel begins,
  size_t panel_width;  // how many channels that has,
  size_t offset;       // and where the group begins in it
};

// A group into a block whose positions have different depths, or whose weights
// are not f32. packed: the block's first position.
template <class W>
void PackGroupAt(FilterGroup group, const WinogradPacking& packing,
                 const GroupPlace& place, W* packed) {
  float u[kMostPositions * kFilters];
  group.position_stride = kFilters;
  group.out = u;
  if (packing.taps == 2) {
    HWY_DYNAMIC_DISPATCH(PackStride2)
    (group, place.c / (packing.in_c / kPhases));
  } else {
    PackGroup(group, packing, place.c);
  }
  for (size_t pos = 0; pos < packing.positions(); ++pos) {
    const WinogradPacking::Depth depth = packing.DepthOf(pos);
    if (place.c >= depth.begin && place.c - depth.begin < depth.count) {
      W* out = packed + place.panel * depth.count +
               (place.c - depth.begin) * place.panel_width + place.offset;
      for (size_t n = 0; n < kFilters; ++n) {
        StoreWeight(u[pos * kFilters + n], out + n);
      }
    }
    packed += place.width * depth.count;
  }
}

template <class W>
void PackBlock(const float* rows, size_t count, const WinogradPacking& packing,
               size_t block, W* packed) {
  const size_t first = block * kWinogradBlock;
  const size_t width = std::min(kWinogradBlock, packing.out_c - first);
  const bool stem = packing.taps == 4;
  const bool stride2 = packing.taps == 2;
  const size_t window = stem ? 49 : 9;
  const size_t channels = stem      ? kStemChannels / kPhases
                          : stride2 ? packing.in_c / kPhases
                                    : packing.in_c;  // of a filter
  CAMGLASS_CHECK(count <= width && packing.panel % kFilters == 0);
  packed += first * packing.depth();
  // A panel at a time, all of a channel before the next: then each position is
  // written as one stream, and no cache line twice.
  for (size_t panel = 0; panel < width; panel += packing.panel) {
    const size_t panel_width = std::min(packing.panel, width - panel);
    W* out = packed + panel * packing.in_c;
    for (size_t c = 0; c < packing.in_c; ++c, out += panel_width) {
      for (size_t n = 0; n < panel_width; n += kFilters) {
        const size_t filter = std::min(panel + n, count);
        FilterGroup group = {rows + (filter * channels + c % channels) * window,
                             channels * window,
                             std::min(kFilters, count - filter),
                             width * packing.in_c, nullptr};
        if constexpr (std::is_same_v<W, float>) {
          if (!stride2) {
            group.out = out + n;
            PackGroup(group, packing, c);
            continue;
          }
        }
        PackGroupAt(group, packing, {c, width, panel, panel_width, n}, packed);
      }
    }
  }
}

}  // namespace

WinogradPacking::Depth WinogradPacking::DepthOf(size_t position) const {
  if (taps != 2) return {0, in_c};
  const size_t channels = in_c / kPhases;
  const bool even_rows = position / side() + 1 == side();
  const bool even_columns = position % side() + 1 == side();
  const size_t begin = even_columns ? 1 : 0;  // of kPhaseOrder
  const size_t end = even_rows ? 2 : even_columns ? 3 : 4;
  return {begin * channels, (end - begin) * channels};
}

size_t WinogradPacking::depth() const {
  size_t all = 0;
  for (size_t p = 0; p < positions(); ++p) all += DepthOf(p).count;
  return all;
}

void PackWinogradBlock(const float* rows, size_t count,
                       const WinogradPacking& packing, size_t block,
                       void* packed) {
  if (packing.type == DType::kF16) {
    PackBlock(rows, count, packing, block, static_cast<Half*>(packed));
  } else {
    PackBlock(rows, count, packing, block, static_cast<float*>(packed));
  }
}

}  // namespace camglass
#endif  // HWY_ONCE
