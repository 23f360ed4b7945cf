// Makes the tiles of conv_tile-inl.h for HWY_TARGET and one type of weights,
// which a conv_tiles*.cc has chosen. Include after highway.h.
#if defined(CAMGLASS_ENGINE_KERNELS_CONV_TILE_SUMS_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef CAMGLASS_ENGINE_KERNELS_CONV_TILE_SUMS_INL_H_
#undef CAMGLASS_ENGINE_KERNELS_CONV_TILE_SUMS_INL_H_
#else
#define CAMGLASS_ENGINE_KERNELS_CONV_TILE_SUMS_INL_H_
#endif

#include <cstddef>
#include <limits>
#include <utility>

#include "hwy/cache_control.h"
#include "hwy/highway.h"
// clang-format off
#include "engine/kernels/conv_tile-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

// x, which the compiler cannot know before this point is reached. Bounds that
// it knew would wait out a loop over tiles in vectors of their own, and sums be
// on the stack for them.
HWY_INLINE float ReadHere(float x) {
  asm volatile("" : "+m"(x));
  return x;
}

// Whole, for all its length: the sums stay in registers from the first load to
// the last store, which parts that hand on an array of them could not promise.
// Rows and vectors are unrolled loops, which cost a third of the compile time
// of lambdas and give the same code; but steps in depth must be lambdas, or g++
// keeps an address for each of them.
template <class W, size_t kRows, size_t kVecs, class Pixels>
HWY_INLINE void Tile(const TileArgs& args, const WeightStream& next,
                     const Pixels& pixels) {
  const FloatTag d;
  FloatVec sum[kRows][kVecs];
  CAMGLASS_UNROLL for (size_t i = 0; i < kRows; ++i) {
    CAMGLASS_UNROLL for (size_t v = 0; v < kVecs; ++v) {
      sum[i][v] = hn::Load(d, args.first + v * kLanes);
    }
  }

  constexpr size_t kGroups = (kRows + Pixels::kGroup - 1) / Pixels::kGroup;
  const W* HWY_RESTRICT w = static_cast<const W*>(args.weights);
  const std::byte* ahead = next.at;
  const std::byte* fetched = next.at;  // the end of what was
  for (size_t t = 0; t < args.num_taps; ++t) {
    const float* base[kGroups];
    Unroll<kGroups>([&](auto g) CAMGLASS_INLINE_LAMBDA {
      base[g] = args.src + args.taps[t] + pixels.Base(g);
    });
    const auto step = [&](auto k) CAMGLASS_INLINE_LAMBDA {
      FloatVec weight[kVecs];
      CAMGLASS_UNROLL for (size_t v = 0; v < kVecs; ++v) {
        weight[v] = LoadWeights(w + (k * kVecs + v) * kLanes);
      }
      CAMGLASS_UNROLL for (size_t i = 0; i < kRows; ++i) {
        const float* row =
            base[i / Pixels::kGroup] + pixels.Src(i % Pixels::kGroup);
        const FloatVec x = hn::Set(d, row[k]);
        CAMGLASS_UNROLL for (size_t v = 0; v < kVecs; ++v) {
          MulAddTo(x, weight[v], &sum[i][v]);
        }
      }
    };
    const auto move = [&](size_t steps) CAMGLASS_INLINE_LAMBDA {
      w += steps * kVecs * kLanes;
      Unroll<kGroups>([&](auto g) CAMGLASS_INLINE_LAMBDA { base[g] += steps; });
    };
    for (size_t n = args.run / kUnrolled; n > 0; --n) {
      Unroll<kUnrolled>(step);
      move(kUnrolled);
      fetched += next.step;
      for (; ahead != fetched; ahead += FetchPiece<W>(kVecs)) {
        hwy::Prefetch(ahead);
      }
    }
    for (size_t n = args.run % kUnrolled; n > 0; --n) {
      Unroll<1>(step);
      move(1);
    }
  }

  if (args.scale != nullptr) {
    CAMGLASS_UNROLL for (size_t v = 0; v < kVecs; ++v) {
      const FloatVec scale = hn::Load(d, args.scale + v * kLanes);
      const FloatVec bias = hn::Load(d, args.bias + v * kLanes);
      CAMGLASS_UNROLL for (size_t i = 0; i < kRows; ++i) {
        sum[i][v] = hn::MulAdd(sum[i][v], scale, bias);
      }
    }
  }
  if (args.residual != nullptr) {
    CAMGLASS_UNROLL for (size_t i = 0; i < kRows; ++i) {
      CAMGLASS_UNROLL for (size_t v = 0; v < kVecs; ++v) {
        const float* r = args.residual + pixels.Residual(i) + v * kLanes;
        sum[i][v] = hn::Add(sum[i][v], hn::LoadU(d, r));
      }
    }
  }
  const FloatVec lo = hn::Set(d, ReadHere(args.lo));
  CAMGLASS_UNROLL for (size_t i = 0; i < kRows; ++i) {
    CAMGLASS_UNROLL for (size_t v = 0; v < kVecs; ++v) {
      sum[i][v] = MaxKeepNaN(sum[i][v], lo);
    }
  }
  if (const float bound = ReadHere(args.hi);
      bound < std::numeric_limits<float>::infinity()) {
    const FloatVec hi = hn::Set(d, bound);
    CAMGLASS_UNROLL for (size_t i = 0; i < kRows; ++i) {
      CAMGLASS_UNROLL for (size_t v = 0; v < kVecs; ++v) {
        sum[i][v] = MinKeepNaN(sum[i][v], hi);
      }
    }
  }
  CAMGLASS_UNROLL for (size_t i = 0; i < kRows; ++i) {
    CAMGLASS_UNROLL for (size_t v = 0; v < kVecs; ++v) {
      hn::StoreU(sum[i][v], d, args.dst + pixels.Dst(i) + v * kLanes);
    }
  }
}

// One tile, which may fetch.
template <class W, size_t kRows, size_t kVecs, class Pixels>
HWY_NOINLINE void ConvTile(const TileArgs& args, const WeightStream& next,
                           const Pixels& pixels) {
  Tile<W, kRows, kVecs>(args, next, pixels);
}

// `tiles` of them, one after the other, which fetch nothing: that spares a call
// a tile, a fifth of the time where the depth is short, and the inner loop what
// decides about fetching.
template <class W, size_t kRows, size_t kVecs>
HWY_NOINLINE void ConvTiles(TileArgs args, const StridedPixels& pixels,
                            size_t tiles) {
  const WeightStream nothing = {nullptr, 0, 0};
  for (; tiles > 0; --tiles) {
    Tile<W, kRows, kVecs>(args, nothing, pixels);
    args.src += kRows * pixels.src;
    args.dst += kRows * pixels.dst;
    if (args.residual != nullptr) args.residual += kRows * pixels.residual;
  }
}

template <class W, size_t kVecs, size_t... I>
constexpr PanelTiles TilesOf(std::index_sequence<I...>) {
  return {{&ConvTile<W, I + 1, kVecs, StridedPixels>...},
          {&ConvTile<W, I + 1, kVecs, ListedPixels>...},
          {&ConvTiles<W, I + 1, kVecs>...}};
}

template <class W, size_t kVecs>
constexpr PanelTiles TilesOf() {
  if constexpr (kVecs > kMostPanelVectors) {
    return {};
  } else {
    return TilesOf<W, kVecs>(std::make_index_sequence<MaxTileRows(kVecs)>());
  }
}

}  // namespace

constexpr PanelTiles CAMGLASS_TILES[3] = {TilesOf<CAMGLASS_TILE_WEIGHT, 1>(),
                                          TilesOf<CAMGLASS_TILE_WEIGHT, 2>(),
                                          TilesOf<CAMGLASS_TILE_WEIGHT, 3>()};

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#endif  // CAMGLASS_ENGINE_KERNELS_CONV_TILE_SUMS_INL_H_
