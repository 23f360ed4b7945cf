#include "engine/kernels/winograd.h"

#include <algorithm>
#include <limits>

#include "engine/check.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/winograd.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/conv_tile-inl.h"
#include "engine/kernels/winograd_transform-inl.h"
// clang-format on

#ifndef CAMGLASS_ENGINE_KERNELS_WINOGRAD_LAYOUT_
#define CAMGLASS_ENGINE_KERNELS_WINOGRAD_LAYOUT_
namespace camglass {
// Strides of V[position][tile][channel] and M[position][tile][block channel].
// The cache line more keeps tiles and positions, whose sizes are powers of two
// as a rule, off the same cache sets.
constexpr size_t kSkew = 16;  // floats
inline size_t TileStrideV(const WinogradPacking& p) {
  return PadChannels(p.in_c) + kSkew;
}
inline size_t PositionStrideV(const WinogradPacking& p, size_t group) {
  return group * TileStrideV(p) + kSkew;
}
inline size_t PositionStrideM(size_t group) {
  return group * kWinogradBlock + kSkew;
}
}  // namespace camglass
#endif

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

// One tile, one vector of channels: V = B^T d B.
template <size_t kM>
HWY_INLINE void InputTile(const float* src, size_t row_stride,
                          size_t pixel_stride, float* v,
                          size_t position_stride) {
  constexpr size_t kSide = kM + 2;
  const FloatTag d;
  FloatVec half[kSide][kSide];  // [column][row], rows transformed
  Unroll<kSide>([&](auto x) CAMGLASS_INLINE_LAMBDA {
    FloatVec column[kSide];
    Unroll<kSide>([&](auto y) CAMGLASS_INLINE_LAMBDA {
      column[y] = hn::LoadU(d, src + y * row_stride + x * pixel_stride);
    });
    WinogradTransform<kM>::Input(column, half[x]);
  });
  Unroll<kSide>([&](auto y) CAMGLASS_INLINE_LAMBDA {
    FloatVec row[kSide], out[kSide];
    Unroll<kSide>([&](auto x) CAMGLASS_INLINE_LAMBDA { row[x] = half[x][y]; });
    WinogradTransform<kM>::Input(row, out);
    Unroll<kSide>([&](auto x) CAMGLASS_INLINE_LAMBDA {
      hn::StoreU(out[x], d, v + (y * kSide + x) * position_stride);
    });
  });
}

// Where one tile's outputs go, and how many of them lie inside the map.
struct OutputTarget {
  float* dst;
  size_t row_stride;
  size_t pixel_stride;
  const float* residual;  // may be null
  size_t residual_row_stride;
  size_t residual_pixel_stride;
  size_t rows;
  size_t columns;
};

HWY_INLINE void StoreOutput(FloatVec sum, const OutputTarget& to, size_t y,
                            size_t x, FloatVec lo, FloatVec hi) {
  const FloatTag d;
  if (to.residual != nullptr) {
    sum = hn::Add(sum, hn::LoadU(d, to.residual + y * to.residual_row_stride +
                                        x * to.residual_pixel_stride));
  }
  hn::StoreU(ClampKeepNaN(sum, lo, hi), d,
             to.dst + y * to.row_stride + x * to.pixel_stride);
}

// One tile, one vector of output channels: y = A^T M A + bias, ...
template <size_t kM>
HWY_INLINE void OutputTile(const float* m, size_t position_stride,
                           const float* bias, float lo_bound, float hi_bound,
                           const OutputTarget& to) {
  constexpr size_t kSide = kM + 2;
  const FloatTag d;
  const FloatVec lo = hn::Set(d, lo_bound);
  const FloatVec hi = hn::Set(d, hi_bound);
  const FloatVec b = hn::Load(d, bias);
  FloatVec half[kSide][kM];  // [column][row]
  Unroll<kSide>([&](auto x) CAMGLASS_INLINE_LAMBDA {
    FloatVec column[kSide];
    Unroll<kSide>([&](auto y) CAMGLASS_INLINE_LAMBDA {
      column[y] = hn::LoadU(d, m + (y * kSide + x) * position_stride);
    });
    WinogradTransform<kM>::Output(column, half[x]);
  });
  const bool whole = to.rows == kM && to.columns == kM;
  Unroll<kM>([&](auto y) CAMGLASS_INLINE_LAMBDA {
    FloatVec row[kSide], out[kM];
    Unroll<kSide>([&](auto x) CAMGLASS_INLINE_LAMBDA { row[x] = half[x][y]; });
    WinogradTransform<kM>::Output(row, out);
    Unroll<kM>([&](auto x) CAMGLASS_INLINE_LAMBDA {
      if (whole || (y < to.rows && x < to.columns)) {
        StoreOutput(hn::Add(out[x], b), to, y, x, lo, hi);
      }
    });
  });
}

template <size_t kM>
void InputTiles(const WinogradArgs& args, const WinogradPacking& packing,
                size_t tile_begin, size_t tile_end, size_t c_begin,
                size_t c_end, float* v) {
  const size_t tiles_x = args.TilesX(kM);
  const size_t position_stride = PositionStrideV(packing, args.group);
  for (size_t tile = tile_begin; tile < tile_end; ++tile) {
    const float* src = args.src + tile / tiles_x * kM * args.src_row_stride +
                       tile % tiles_x * kM * args.src_pixel_stride;
    float* out = v + (tile - tile_begin) * TileStrideV(packing);
    for (size_t c = c_begin; c < c_end; c += kLanes) {
      InputTile<kM>(src + c, args.src_row_stride, args.src_pixel_stride,
                    out + c, position_stride);
    }
  }
}

// M[position] = V[position] U[position] for one block of output channels.
void MultiplyBlock(const WinogradArgs& args, const WinogradPacking& packing,
                   size_t count, size_t block, const float* v, float* m) {
  alignas(64) static constexpr float kNoBias[kWinogradBlock] = {};
  const size_t n0 = block * kWinogradBlock;
  const size_t width = std::min(kWinogradBlock, packing.out_c - n0);
  const float* weights = args.weights + n0 * packing.positions() * packing.in_c;
  const StridedPixels strides = {TileStrideV(packing), kWinogradBlock, 0};
  const ptrdiff_t tap = 0;
  constexpr float kInf = std::numeric_limits<float>::infinity();
  for (size_t pos = 0; pos < packing.positions(); ++pos) {
    for (size_t n = 0; n < width; n += packing.panel) {
      const size_t channels = std::min(packing.panel, width - n);
      const TileArgs tile = {v + pos * PositionStrideV(packing, args.group),
                             &tap,
                             1,
                             packing.in_c,
                             weights,
                             kNoBias,
                             m + pos * PositionStrideM(args.group) + n,
                             nullptr,
                             -kInf,
                             kInf};
      switch (channels / kLanes) {
        case 1:
          RunEvenTiles<1>(tile, strides, count);
          break;
        default:
          RunEvenTiles<2>(tile, strides, count);
      }
      weights += channels * packing.in_c;
    }
  }
}

template <size_t kM>
void OutputTiles(const WinogradArgs& args, const WinogradPacking& packing,
                 size_t tile_begin, size_t tile_end, size_t block,
                 const float* m) {
  const Epilogue& e = args.epilogue;
  const size_t tiles_x = args.TilesX(kM);
  const size_t n0 = block * kWinogradBlock;
  const size_t width = std::min(kWinogradBlock, packing.out_c - n0);
  for (size_t tile = tile_begin; tile < tile_end; ++tile) {
    const size_t y = tile / tiles_x * kM;
    const size_t x = tile % tiles_x * kM;
    for (size_t n = 0; n < width; n += kLanes) {
      OutputTarget to = {
          args.dst.Pixel(y, x) + n0 + n, args.dst.row_stride,
          args.dst.pixel_stride,         nullptr,
          e.residual_row_stride,         e.residual_pixel_stride,
          std::min(kM, args.dst.h - y),  std::min(kM, args.dst.w - x)};
      if (e.residual != nullptr) {
        to.residual = e.residual + y * e.residual_row_stride +
                      x * e.residual_pixel_stride + n0 + n;
      }
      OutputTile<kM>(m + (tile - tile_begin) * kWinogradBlock + n,
                     PositionStrideM(args.group), e.bias + n0 + n, e.lo, e.hi,
                     to);
    }
  }
}

}  // namespace

size_t WinogradLanes() { return kLanes; }

void WinogradIn(const WinogradArgs& args, const WinogradPacking& packing,
                size_t tile_begin, size_t tile_end, size_t c_begin,
                size_t c_end, float* v) {
  if (packing.m == 2) {
    InputTiles<2>(args, packing, tile_begin, tile_end, c_begin, c_end, v);
  } else {
    InputTiles<4>(args, packing, tile_begin, tile_end, c_begin, c_end, v);
  }
}

void WinogradOut(const WinogradArgs& args, const WinogradPacking& packing,
                 size_t tile_begin, size_t tile_end, size_t block_begin,
                 size_t block_end, const float* v, float* m) {
  CAMGLASS_CHECK(packing.lanes == kLanes);
  for (size_t block = block_begin; block < block_end; ++block) {
    MultiplyBlock(args, packing, tile_end - tile_begin, block, v, m);
    if (packing.m == 2) {
      OutputTiles<2>(args, packing, tile_begin, tile_end, block, m);
    } else {
      OutputTiles<4>(args, packing, tile_begin, tile_end, block, m);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(WinogradLanes);
HWY_EXPORT(WinogradIn);
HWY_EXPORT(WinogradOut);

namespace {

// Rows of G: the filter transform, by m.
struct FilterTransform {
  size_t side;
  double g[6][3];
};
constexpr FilterTransform kF2 = {
    4, {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}}};
constexpr FilterTransform kF4 = {6,
                                 {{1.0 / 4, 0, 0},
                                  {-1.0 / 6, -1.0 / 6, -1.0 / 6},
                                  {-1.0 / 6, 1.0 / 6, -1.0 / 6},
                                  {1.0 / 24, 1.0 / 12, 1.0 / 6},
                                  {1.0 / 24, -1.0 / 12, 1.0 / 6},
                                  {0, 0, 1}}};

// u[position] = (G g G^T)[position] of one 3x3 filter.
void TransformFilter(const FilterTransform& f, const float* g, float* u) {
  double half[6][3];
  for (size_t y = 0; y < f.side; ++y) {
    for (size_t x = 0; x < 3; ++x) {
      half[y][x] =
          f.g[y][0] * g[x] + f.g[y][1] * g[3 + x] + f.g[y][2] * g[6 + x];
    }
  }
  for (size_t y = 0; y < f.side; ++y) {
    for (size_t x = 0; x < f.side; ++x) {
      const double sum = half[y][0] * f.g[x][0] + half[y][1] * f.g[x][1] +
                         half[y][2] * f.g[x][2];
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

}  // namespace

WinogradPacking ChooseWinogradPacking(size_t m, size_t in_c, size_t out_c) {
  CAMGLASS_CHECK(m == 2 || m == 4);
  const size_t lanes = HWY_DYNAMIC_DISPATCH(WinogradLanes)();
  return {lanes, 2 * lanes, m, in_c, PadChannels(out_c)};
}

void PackWinograd(const float* weights, size_t out_c,
                  const WinogradPacking& packing, float* packed) {
  const FilterTransform& f = packing.m == 2 ? kF2 : kF4;
  CAMGLASS_CHECK(packing.out_c == PadChannels(out_c));
  std::fill_n(packed, packing.floats(), 0.0f);
  float u[36];
  for (size_t n = 0; n < out_c; ++n) {
    for (size_t c = 0; c < packing.in_c; ++c) {
      TransformFilter(f, weights + (n * packing.in_c + c) * 9, u);
      const FilterPlace place = PlaceOf(packing, n, c);
      for (size_t pos = 0; pos < packing.positions(); ++pos) {
        packed[place.offset + pos * place.stride] = u[pos];
      }
    }
  }
}

size_t WinogradInputFloats(const WinogradPacking& packing, size_t group) {
  return packing.positions() * PositionStrideV(packing, group);
}

size_t WinogradOutputFloats(const WinogradPacking& packing, size_t group) {
  return packing.positions() * PositionStrideM(group);
}

size_t WinogradBlocks(const WinogradPacking& packing) {
  return (packing.out_c + kWinogradBlock - 1) / kWinogradBlock;
}

void WinogradInput(const WinogradArgs& args, const WinogradPacking& packing,
                   size_t tile_begin, size_t tile_end, size_t c_begin,
                   size_t c_end, float* v) {
  HWY_DYNAMIC_DISPATCH(WinogradIn)
  (args, packing, tile_begin, tile_end, c_begin, c_end, v);
}

void WinogradOutput(const WinogradArgs& args, const WinogradPacking& packing,
                    size_t tile_begin, size_t tile_end, size_t block_begin,
                    size_t block_end, const float* v, float* m) {
  HWY_DYNAMIC_DISPATCH(WinogradOut)
  (args, packing, tile_begin, tile_end, block_begin, block_end, v, m);
}

}  // namespace camglass
#endif  // HWY_ONCE
