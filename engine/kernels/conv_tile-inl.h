// The register tile of all convolutions: kRows pixels x kVecs vectors of output
// channels, held in registers over the whole depth. Include after highway.h.
#if defined(CAMGLASS_ENGINE_KERNELS_CONV_TILE_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef CAMGLASS_ENGINE_KERNELS_CONV_TILE_INL_H_
#undef CAMGLASS_ENGINE_KERNELS_CONV_TILE_INL_H_
#else
#define CAMGLASS_ENGINE_KERNELS_CONV_TILE_INL_H_
#endif

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <utility>

#include "engine/kernels/conv.h"

#include "hwy/cache_control.h"
#include "hwy/highway.h"
// clang-format off
#include "engine/kernels/simd-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {

// Most pixels a tile of `vecs` vectors can have without spilling: accumulators
// + weights + one broadcast fit 32 (AVX-512) or 16 registers.
constexpr size_t MaxTileRows(size_t vecs) {
#if HWY_TARGET <= HWY_AVX3 || HWY_ARCH_ARM_A64
  return vecs == 1 ? 12 : vecs == 2 ? 14 : 9;
#else
  return vecs == 1 ? 12 : vecs == 2 ? 6 : 4;
#endif
}
inline constexpr size_t kLargestTile = 14;

// Where the pixels of a tile lie. Pixels of one row are a stride apart; tiles
// that span rows of a small map list their offsets. Every kGroup pixels have a
// base pointer of their own: 14 offsets from one base do not fit the integer
// registers, and g++ then takes vector registers from the sums to hold them.
struct StridedPixels {
  static constexpr size_t kGroup = 5;
  size_t src, dst, residual;
  HWY_INLINE size_t Base(size_t group) const { return group * kGroup * src; }
  HWY_INLINE size_t Src(size_t i) const { return i * src; }
  HWY_INLINE size_t Dst(size_t i) const { return i * dst; }
  HWY_INLINE size_t Residual(size_t i) const { return i * residual; }
};
struct ListedPixels {
  static constexpr size_t kGroup = kLargestTile;
  size_t src[kLargestTile], dst[kLargestTile], residual[kLargestTile];
  HWY_INLINE size_t Base(size_t) const { return 0; }
  HWY_INLINE size_t Src(size_t i) const { return src[i]; }
  HWY_INLINE size_t Dst(size_t i) const { return dst[i]; }
  HWY_INLINE size_t Residual(size_t i) const { return residual[i]; }
};

// One panel's share of ConvArgs, moved to the first pixel and channel.
struct TileArgs {
  const float* src;
  const ptrdiff_t* taps;
  size_t num_taps;
  size_t run;
  const float* weights;  // [num_taps * run][kVecs * kLanes]
  const float* bias;
  float* dst;
  const float* residual;  // may be null
  float lo;
  float hi;
};

// Steps in depth that the inner loop does at once: what a step needs besides
// its sums (moving pointers, fetching, counting) is then paid for once for all
// of them. Where a neighbour keeps the other half of a core busy, a tile's time
// is that of decoding its instructions, not that of its sums. Targets whose
// tiles have more sums need it less, and their code takes long to compile.
inline constexpr size_t kUnrolled = HWY_TARGET == HWY_AVX2 ? 8 : 2;

inline constexpr size_t kCacheLine = 16;  // floats

// Memory is slower than a tile. If only a panel's first tile fetched weights,
// it would wait and the others not; so several tiles fetch a share each of what
// the next panel needs. Weights are one stream: past a layer's last panel lies
// the next layer's first.
struct WeightStream {
  const float* at;
  size_t step;   // whole cache lines, in floats, for every kUnrolled steps in
                 // depth; 0: nothing more
  size_t tiles;  // that still have a share
};

// Shares are worth their time where few tiles pass over a panel; panels must
// not drive each other out of the cache. Else the first tile fetches a little
// ahead of itself.
inline constexpr size_t kMostTilesWithShares = 13;
inline constexpr size_t kLargestSharedPanel = 24 * 1024;  // floats
inline constexpr size_t kFetchAhead = 2048;               // floats
// A panel ahead, and up to half as much again where shares do not divide it.
static_assert(kLargestSharedPanel * 3 / 2 + kCacheLine <= kMostFetchedPast);

// For a panel of `vecs` vectors that at most `tiles` tiles are to pass over.
HWY_INLINE WeightStream StartStream(const TileArgs& args, size_t vecs,
                                    size_t tiles) {
  const size_t width = vecs * kLanes;
  const size_t lines = (width * kUnrolled + kCacheLine - 1) / kCacheLine;
  const size_t panel = args.num_taps * args.run * width;
  if (panel > kLargestSharedPanel || tiles > kMostTilesWithShares) {
    return {args.weights + kFetchAhead, lines * kCacheLine, 1};
  }
  const size_t share = (lines + tiles - 1) / tiles;
  return {args.weights + panel, share * kCacheLine,
          (lines + share - 1) / share};
}

// After a tile.
HWY_INLINE void Advance(const TileArgs& args, WeightStream* stream) {
  if (stream->tiles == 0) return;
  stream->at += args.num_taps * (args.run / kUnrolled) * stream->step;
  if (--stream->tiles == 0) stream->step = 0;
}

// Whole, for all its length: the sums stay in registers from the first load to
// the last store, which parts that hand on an array of them could not promise.
template <size_t kRows, size_t kVecs, class Pixels>
HWY_INLINE void Tile(const TileArgs& args, const WeightStream& next,
                     const Pixels& pixels) {
  const FloatTag d;
  FloatVec sum[kRows][kVecs];
  Unroll<kRows>([&](auto i) CAMGLASS_INLINE_LAMBDA {
    Unroll<kVecs>([&](auto v) CAMGLASS_INLINE_LAMBDA {
      sum[i][v] = hn::Load(d, args.bias + v * kLanes);
    });
  });

  constexpr size_t kGroups = (kRows + Pixels::kGroup - 1) / Pixels::kGroup;
  const float* HWY_RESTRICT w = args.weights;
  const float* ahead = next.at;
  const float* fetched = next.at;  // the end of what was
  for (size_t t = 0; t < args.num_taps; ++t) {
    const float* base[kGroups];
    Unroll<kGroups>([&](auto g) CAMGLASS_INLINE_LAMBDA {
      base[g] = args.src + args.taps[t] + pixels.Base(g);
    });
    const auto step = [&](auto k) CAMGLASS_INLINE_LAMBDA {
      FloatVec weight[kVecs];
      Unroll<kVecs>([&](auto v) CAMGLASS_INLINE_LAMBDA {
        weight[v] = hn::Load(d, w + (k * kVecs + v) * kLanes);
      });
      Unroll<kRows>([&](auto i) CAMGLASS_INLINE_LAMBDA {
        const float* row =
            base[i / Pixels::kGroup] + pixels.Src(i % Pixels::kGroup);
        const FloatVec x = hn::Set(d, row[k]);
        Unroll<kVecs>([&](auto v) CAMGLASS_INLINE_LAMBDA {
          MulAddTo(x, weight[v], &sum[i][v]);
        });
      });
    };
    const auto move = [&](size_t steps) CAMGLASS_INLINE_LAMBDA {
      w += steps * kVecs * kLanes;
      Unroll<kGroups>([&](auto g) CAMGLASS_INLINE_LAMBDA { base[g] += steps; });
    };
    for (size_t n = args.run / kUnrolled; n > 0; --n) {
      Unroll<kUnrolled>(step);
      move(kUnrolled);
      fetched += next.step;
      for (; ahead != fetched; ahead += kCacheLine) hwy::Prefetch(ahead);
    }
    for (size_t n = args.run % kUnrolled; n > 0; --n) {
      Unroll<1>(step);
      move(1);
    }
  }

  if (args.residual != nullptr) {
    Unroll<kRows>([&](auto i) CAMGLASS_INLINE_LAMBDA {
      Unroll<kVecs>([&](auto v) CAMGLASS_INLINE_LAMBDA {
        const float* r = args.residual + pixels.Residual(i) + v * kLanes;
        sum[i][v] = hn::Add(sum[i][v], hn::LoadU(d, r));
      });
    });
  }
  const FloatVec lo = hn::Set(d, args.lo);
  Unroll<kRows>([&](auto i) CAMGLASS_INLINE_LAMBDA {
    Unroll<kVecs>([&](auto v) CAMGLASS_INLINE_LAMBDA {
      sum[i][v] = MaxKeepNaN(sum[i][v], lo);
    });
  });
  if (args.hi < std::numeric_limits<float>::infinity()) {
    const FloatVec hi = hn::Set(d, args.hi);
    Unroll<kRows>([&](auto i) CAMGLASS_INLINE_LAMBDA {
      Unroll<kVecs>([&](auto v) CAMGLASS_INLINE_LAMBDA {
        sum[i][v] = MinKeepNaN(sum[i][v], hi);
      });
    });
  }
  Unroll<kRows>([&](auto i) CAMGLASS_INLINE_LAMBDA {
    Unroll<kVecs>([&](auto v) CAMGLASS_INLINE_LAMBDA {
      hn::StoreU(sum[i][v], d, args.dst + pixels.Dst(i) + v * kLanes);
    });
  });
}

// One tile, which may fetch. Called through a table of all sizes.
template <size_t kRows, size_t kVecs, class Pixels>
HWY_NOINLINE void ConvTile(const TileArgs& args, const WeightStream& next,
                           const Pixels& pixels) {
  Tile<kRows, kVecs>(args, next, pixels);
}

// `tiles` of them, one after the other, which fetch nothing: that spares a call
// a tile, a fifth of the time where the depth is short, and the inner loop what
// decides about fetching.
template <size_t kRows, size_t kVecs>
HWY_NOINLINE void ConvTiles(TileArgs args, const StridedPixels& pixels,
                            size_t tiles) {
  const WeightStream nothing = {args.weights, 0, 0};
  for (; tiles > 0; --tiles) {
    Tile<kRows, kVecs>(args, nothing, pixels);
    args.src += kRows * pixels.src;
    args.dst += kRows * pixels.dst;
    if (args.residual != nullptr) args.residual += kRows * pixels.residual;
  }
}

template <class Pixels>
using TileFn = void (*)(const TileArgs&, const WeightStream&, const Pixels&);
using TilesFn = void (*)(TileArgs, const StridedPixels&, size_t);

// Tile functions by number of rows - 1.
template <size_t kVecs, class Pixels, size_t... I>
constexpr std::array<TileFn<Pixels>, sizeof...(I)> TileTable(
    std::index_sequence<I...>) {
  return {&ConvTile<I + 1, kVecs, Pixels>...};
}
template <size_t kVecs, class Pixels>
constexpr auto kTiles =
    TileTable<kVecs, Pixels>(std::make_index_sequence<MaxTileRows(kVecs)>());

template <size_t kVecs, size_t... I>
constexpr std::array<TilesFn, sizeof...(I)> TilesTable(
    std::index_sequence<I...>) {
  return {&ConvTiles<I + 1, kVecs>...};
}
template <size_t kVecs>
constexpr auto kManyTiles =
    TilesTable<kVecs>(std::make_index_sequence<MaxTileRows(kVecs)>());

// Vectors of a full panel, given the output channels in whole vectors. With 16
// registers 4 x 3 vectors of sums need the fewest loads; less than 48 channels
// would leave panels of one vector, and on AVX-512 so would most numbers.
constexpr size_t PanelVectors(size_t out_c) {
  const bool whole = out_c % (3 * kLanes) == 0;
  const bool three = kLanes == 16  ? whole && out_c % 32 != 0
                     : kLanes == 8 ? whole || out_c >= 48
                                   : false;
  return three ? 3 : std::min<size_t>(2, out_c / kLanes);
}

constexpr size_t TilesFor(size_t pixels, size_t vecs) {
  return (pixels + MaxTileRows(vecs) - 1) / MaxTileRows(vecs);
}

// `count` pixels a stride apart, in tiles whose sizes differ by at most one:
// even tiles keep all accumulators busy, a remainder of 1 would not.
template <size_t kVecs>
HWY_INLINE void RunEvenTiles(TileArgs tile, const StridedPixels& strides,
                             size_t count) {
  const size_t tiles = TilesFor(count, kVecs);
  const size_t larger = count % tiles;  // tiles of one pixel more
  WeightStream stream = StartStream(tile, kVecs, tiles);
  for (size_t i = 0; i < tiles; ++i) {
    const size_t rows = count / tiles + (i < larger ? 1 : 0);
    kTiles<kVecs, StridedPixels>[rows - 1](tile, stream, strides);
    Advance(tile, &stream);
    tile.src += rows * strides.src;
    tile.dst += rows * strides.dst;
    if (tile.residual != nullptr) tile.residual += rows * strides.residual;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#endif  // CAMGLASS_ENGINE_KERNELS_CONV_TILE_INL_H_
