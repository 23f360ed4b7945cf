// The register tile of all convolutions: kRows pixels x kVecs vectors of output
// channels, held in registers over the whole depth. What a convolution needs to
// run tiles; they are made by conv_tile_sums-inl.h. Include after highway.h.
#if defined(CAMGLASS_ENGINE_KERNELS_CONV_TILE_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef CAMGLASS_ENGINE_KERNELS_CONV_TILE_INL_H_
#undef CAMGLASS_ENGINE_KERNELS_CONV_TILE_INL_H_
#else
#define CAMGLASS_ENGINE_KERNELS_CONV_TILE_INL_H_
#endif

#include <algorithm>
#include <cstddef>

#include "engine/base/half.h"
#include "engine/kernels/conv.h"
#include "engine/runtime/tuning.h"

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
#if HWY_TARGET == HWY_EMU128 || HWY_TARGET == HWY_SCALAR
  // Few layers end in a panel of one vector, so few sizes do for it.
  return vecs == 1 ? 4 : 6;
#elif HWY_TARGET <= HWY_AVX3 || HWY_ARCH_ARM_A64
  return vecs == 1 ? 12 : vecs == 2 ? 14 : 9;
#else
  return vecs == 1 ? 12 : vecs == 2 ? 6 : 4;
#endif
}
inline constexpr size_t kLargestTile = 14;
inline constexpr size_t kMostPanelVectors = kLanes >= 8 ? 3 : 2;

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
  const void* weights;  // [num_taps * run][kVecs * kLanes]
  const float* first;   // what sums start from
  float* dst;
  const float* residual;  // may be null
  float lo;
  float hi;
  const float* scale;  // of the whole sum; may be null, then so is bias
  const float* bias;   // what is added after that
};

// Steps in depth that the inner loop does at once: what a step needs besides
// its sums (moving pointers, fetching, counting) is then paid for once for all
// of them. Where a neighbour keeps the other half of a core busy, a tile's time
// is that of decoding its instructions, not that of its sums. Targets whose
// tiles have more sums need it less, and their code takes long to compile.
inline constexpr size_t kUnrolled = HWY_TARGET == HWY_AVX2 ? 8 : 2;

inline constexpr size_t kCacheLine = 64;  // bytes

// Memory is slower than a tile. If only a panel's first tile fetched weights,
// it would wait and the others not; so several tiles fetch a share each of what
// the next panel needs. Weights are one stream: past a layer's last panel lies
// the next layer's first.
struct WeightStream {
  const std::byte* at;
  size_t step;   // whole pieces, in bytes, for every kUnrolled steps in depth;
                 // 0: nothing more
  size_t tiles;  // that still have a share
};

// Bytes that one instruction is to fetch: a cache line, or all that kUnrolled
// steps read where that is less, as in panels of few channels or short vectors.
// (A line for each of these would run ahead of what is read, up to four times
// as fast, and past the end of the weights.) It divides what steps read.
template <class W>
constexpr size_t FetchPiece(size_t vecs) {
  return std::min(kCacheLine, vecs * kLanes * sizeof(W) * kUnrolled);
}
static_assert(kMostPanelVectors <= 2 ||
              kLanes * sizeof(Half) * kUnrolled >= kCacheLine);

// Shares are worth their time where few tiles pass over a panel; panels must
// not drive each other out of the cache. Else the first tile fetches a little
// ahead of itself.
inline constexpr size_t kMostTilesWithShares = 13;
inline constexpr size_t kLargestSharedPanel = 96 * 1024;  // bytes
inline constexpr size_t kFetchAhead = 8 * 1024;           // bytes
// A panel ahead, and up to half as much again where shares do not divide it.
static_assert(kLargestSharedPanel * 3 / 2 + kCacheLine <= kMostFetchedPast);

// For a panel of `vecs` vectors of W that at most `tiles` tiles are to pass
// over.
template <class W>
HWY_INLINE WeightStream StartStream(const TileArgs& args, size_t vecs,
                                    size_t tiles) {
  const auto* weights = static_cast<const std::byte*>(args.weights);
  const size_t width = vecs * kLanes * sizeof(W);
  const size_t piece = FetchPiece<W>(vecs);
  const size_t pieces = width * kUnrolled / piece;
  const size_t panel = args.num_taps * args.run * width;
  if (panel > kLargestSharedPanel || tiles > kMostTilesWithShares) {
    return {weights + kFetchAhead, pieces * piece, 1};
  }
  const size_t share = (pieces + tiles - 1) / tiles;
  return {weights + panel, share * piece, (pieces + share - 1) / share};
}

// After a tile.
HWY_INLINE void Advance(const TileArgs& args, WeightStream* stream) {
  if (stream->tiles == 0) return;
  stream->at += args.num_taps * (args.run / kUnrolled) * stream->step;
  if (--stream->tiles == 0) stream->step = 0;
}

// The tiles of `kVecs` vectors, by number of rows - 1; none past MaxTileRows.
// Strided and listed: one tile, which may fetch. Many: so many, one after the
// other, which fetch nothing.
struct PanelTiles {
  template <class Pixels>
  using One = void (*)(const TileArgs&, const WeightStream&, const Pixels&);
  One<StridedPixels> strided[kLargestTile];
  One<ListedPixels> listed[kLargestTile];
  void (*many[kLargestTile])(TileArgs, const StridedPixels&, size_t tiles);
};

// By number of vectors - 1. Their code is most of what the kernels take to
// compile, so it is made once for all that use it, in a file a target and type
// of weights: conv_tiles*.cc.
extern const PanelTiles kF32Tiles[3];
extern const PanelTiles kF16Tiles[3];

template <class W>
constexpr const PanelTiles& PanelTilesOf(size_t vecs) {
  return (sizeof(W) == sizeof(float) ? kF32Tiles : kF16Tiles)[vecs - 1];
}

// Vectors of a full panel, given the output channels in whole vectors. With 16
// registers 4 x 3 vectors of sums need the fewest loads; less than 48 channels
// would leave panels of one vector, and on AVX-512 so would most numbers.
inline size_t PanelVectors(size_t out_c) {
  const bool whole = out_c % (3 * kLanes) == 0;
  const bool three = kLanes == 16  ? whole && out_c % 32 != 0
                     : kLanes == 8 ? whole || out_c >= 48
                                   : false;
  return std::min(three ? 3 : std::min<size_t>(2, out_c / kLanes),
                  MachineTuning().panel_vectors);
}

inline size_t TilesFor(size_t pixels, size_t vecs) {
  const size_t rows = std::min(MaxTileRows(vecs), MachineTuning().tile_rows);
  return (pixels + rows - 1) / rows;
}

// `count` pixels a stride apart, in tiles whose sizes differ by at most one:
// even tiles keep all accumulators busy, a remainder of 1 would not.
template <class W, size_t kVecs>
HWY_INLINE void RunEvenTiles(TileArgs tile, const StridedPixels& strides,
                             size_t count) {
  const size_t tiles = TilesFor(count, kVecs);
  const size_t larger = count % tiles;  // tiles of one pixel more
  WeightStream stream = StartStream<W>(tile, kVecs, tiles);
  for (size_t i = 0; i < tiles; ++i) {
    const size_t rows = count / tiles + (i < larger ? 1 : 0);
    PanelTilesOf<W>(kVecs).strided[rows - 1](tile, stream, strides);
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
