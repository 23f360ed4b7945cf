#include "engine/kernels/winograd.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "engine/base/check.h"

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
template <size_t kSide>
HWY_INLINE void InputTile(const float* src, size_t row_stride,
                          size_t pixel_stride, float* v,
                          size_t position_stride) {
  const FloatTag d;
  FloatVec half[kSide][kSide];  // [column][row], rows transformed
  CAMGLASS_UNROLL for (size_t x = 0; x < kSide; ++x) {
    FloatVec column[kSide];
    CAMGLASS_UNROLL for (size_t y = 0; y < kSide; ++y) {
      column[y] = hn::LoadU(d, src + y * row_stride + x * pixel_stride);
    }
    WinogradTransform<kSide>::Input(column, half[x]);
  }
  CAMGLASS_UNROLL for (size_t y = 0; y < kSide; ++y) {
    FloatVec row[kSide], out[kSide];
    CAMGLASS_UNROLL for (size_t x = 0; x < kSide; ++x) row[x] = half[x][y];
    WinogradTransform<kSide>::Input(row, out);
    CAMGLASS_UNROLL for (size_t x = 0; x < kSide; ++x) {
      hn::StoreU(out[x], d, v + (y * kSide + x) * position_stride);
    }
  }
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

// One tile, one vector of output channels: y = A^T M A * scale + bias, ...
template <size_t kSide>
HWY_INLINE void OutputTile(const float* m, size_t position_stride,
                           FloatVec scale, FloatVec bias, float lo_bound,
                           float hi_bound, const OutputTarget& to) {
  constexpr size_t kM = WinogradTransform<kSide>::kM;
  const FloatTag d;
  const FloatVec lo = hn::Set(d, lo_bound);
  const FloatVec hi = hn::Set(d, hi_bound);
  FloatVec half[kSide][kM];  // [column][row]
  Unroll<kSide>([&](auto x) CAMGLASS_INLINE_LAMBDA {
    FloatVec column[kSide];
    CAMGLASS_UNROLL for (size_t y = 0; y < kSide; ++y) {
      column[y] = hn::LoadU(d, m + (y * kSide + x) * position_stride);
    }
    WinogradTransform<kSide>::Output(column, half[x]);
  });
  const bool whole = to.rows == kM && to.columns == kM;
  Unroll<kM>([&](auto y) CAMGLASS_INLINE_LAMBDA {
    FloatVec row[kSide], out[kM];
    CAMGLASS_UNROLL for (size_t x = 0; x < kSide; ++x) row[x] = half[x][y];
    WinogradTransform<kSide>::Output(row, out);
    CAMGLASS_UNROLL for (size_t x = 0; x < kM; ++x) {
      if (whole || (y < to.rows && x < to.columns)) {
        StoreOutput(hn::MulAdd(out[x], scale, bias), to, y, x, lo, hi);
      }
    }
  });
}

template <size_t kSide>
void InputTiles(const WinogradArgs& args, const WinogradPacking& packing,
                size_t tile_begin, size_t tile_end, size_t c_begin,
                size_t c_end, float* v) {
  constexpr size_t kM = WinogradTransform<kSide>::kM;
  const size_t tiles_x = args.TilesX(kM);
  const size_t position_stride = PositionStrideV(packing, args.group);
  for (size_t tile = tile_begin; tile < tile_end; ++tile) {
    const float* src = args.src + tile / tiles_x * kM * args.src_row_stride +
                       tile % tiles_x * kM * args.src_pixel_stride;
    float* out = v + (tile - tile_begin) * TileStrideV(packing);
    for (size_t c = c_begin; c < c_end; c += kLanes) {
      InputTile<kSide>(src + c, args.src_row_stride, args.src_pixel_stride,
                       out + c, position_stride);
    }
  }
}

// The 12 channels of a stem's tile: what each 2 x 2 block of pixels holds, then
// zeros. blocks: [7][7][kChannelPad].
HWY_INLINE void GatherStemTile(const float* src, size_t row_stride,
                               size_t pixel_stride, float* blocks) {
  for (size_t y = 0; y < 7; ++y) {
    const float* row = src + 2 * y * row_stride;
    for (size_t x = 0; x < 7; ++x, row += 2 * pixel_stride) {
      for (const float* pixel : {row, row + pixel_stride, row + row_stride,
                                 row + row_stride + pixel_stride}) {
        std::memcpy(blocks, pixel, 3 * sizeof(float));
        blocks += 3;
      }
      blocks += kChannelPad - kStemChannels;
    }
  }
}

// V of a stem's tiles, all channels.
void StemInputTiles(const WinogradArgs& args, const WinogradPacking& packing,
                    size_t tile_begin, size_t tile_end, float* v) {
  constexpr size_t kStep = 2 * WinogradTransform<7>::kM;
  const size_t tiles_x = args.TilesX(packing.m);
  const size_t position_stride = PositionStrideV(packing, args.group);
  alignas(64) float blocks[7 * 7 * kChannelPad] = {};
  for (size_t tile = tile_begin; tile < tile_end; ++tile) {
    GatherStemTile(args.src + tile / tiles_x * kStep * args.src_row_stride +
                       tile % tiles_x * kStep * args.src_pixel_stride,
                   args.src_row_stride, args.src_pixel_stride, blocks);
    float* out = v + (tile - tile_begin) * TileStrideV(packing);
    for (size_t c = 0; c < kChannelPad; c += kLanes) {
      InputTile<7>(blocks + c, 7 * kChannelPad, kChannelPad, out + c,
                   position_stride);
    }
  }
}

// V of a stride of 2: a channel of V is one of the input at every other pixel.
void PhaseInputTiles(const WinogradArgs& args, const WinogradPacking& packing,
                     size_t tile_begin, size_t tile_end, size_t c_begin,
                     size_t c_end, float* v) {
  constexpr size_t kStep = 2 * WinogradTransform<5>::kM;
  const size_t tiles_x = args.TilesX(packing.m);
  const size_t position_stride = PositionStrideV(packing, args.group);
  const size_t channels = packing.in_c / kPhases;
  for (size_t tile = tile_begin; tile < tile_end; ++tile) {
    const float* src = args.src + tile / tiles_x * kStep * args.src_row_stride +
                       tile % tiles_x * kStep * args.src_pixel_stride;
    float* out = v + (tile - tile_begin) * TileStrideV(packing);
    for (size_t c = c_begin; c < c_end; c += kLanes) {
      const WinogradPhase& phase = kPhaseOrder[c / channels];
      InputTile<5>(src + phase.y * args.src_row_stride +
                       phase.x * args.src_pixel_stride + c % channels,
                   2 * args.src_row_stride, 2 * args.src_pixel_stride, out + c,
                   position_stride);
    }
  }
}

// M[position] = V[position] U[position] for one block of output channels.
template <class W>
void MultiplyBlock(const WinogradArgs& args, const WinogradPacking& packing,
                   size_t count, size_t block, const float* v, float* m) {
  alignas(64) static constexpr float kNoBias[kWinogradBlock] = {};
  const size_t n0 = block * kWinogradBlock;
  const size_t width = std::min(kWinogradBlock, packing.out_c - n0);
  const W* weights = static_cast<const W*>(args.weights) + n0 * packing.depth();
  const StridedPixels strides = {TileStrideV(packing), kWinogradBlock, 0};
  const ptrdiff_t tap = 0;
  constexpr float kInf = std::numeric_limits<float>::infinity();
  for (size_t pos = 0; pos < packing.positions(); ++pos) {
    const WinogradPacking::Depth depth = packing.DepthOf(pos);
    const float* src =
        v + pos * PositionStrideV(packing, args.group) + depth.begin;
    for (size_t n = 0; n < width; n += packing.panel) {
      const size_t channels = std::min(packing.panel, width - n);
      const TileArgs tile = {src,
                             &tap,
                             1,
                             depth.count,
                             weights,
                             kNoBias,
                             m + pos * PositionStrideM(args.group) + n,
                             nullptr,
                             -kInf,
                             kInf,
                             nullptr,
                             nullptr};
      switch (channels / kLanes) {
        case 1:
          RunEvenTiles<W, 1>(tile, strides, count);
          break;
        case 2:
          RunEvenTiles<W, 2>(tile, strides, count);
          break;
        default:
          RunEvenTiles<W, 3>(tile, strides, count);
      }
      weights += channels * depth.count;
    }
  }
}

template <size_t kSide>
void OutputTiles(const WinogradArgs& args, const WinogradPacking& packing,
                 size_t tile_begin, size_t tile_end, size_t block,
                 const float* m) {
  constexpr size_t kM = WinogradTransform<kSide>::kM;
  const FloatTag d;
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
      const FloatVec scale =
          e.scale == nullptr ? hn::Set(d, 1.0f) : hn::Load(d, e.scale + n0 + n);
      OutputTile<kSide>(m + (tile - tile_begin) * kWinogradBlock + n,
                        PositionStrideM(args.group), scale,
                        hn::Load(d, e.bias + n0 + n), e.lo, e.hi, to);
    }
  }
}

}  // namespace

size_t WinogradLanes() { return kLanes; }
size_t WinogradPanel(size_t out_c) {
  return PanelVectors(std::min(out_c, kWinogradBlock)) * kLanes;
}

void WinogradIn(const WinogradArgs& args, const WinogradPacking& packing,
                size_t tile_begin, size_t tile_end, size_t c_begin,
                size_t c_end, float* v) {
  switch (packing.side()) {
    case 4:
      InputTiles<4>(args, packing, tile_begin, tile_end, c_begin, c_end, v);
      break;
    case 5:
      PhaseInputTiles(args, packing, tile_begin, tile_end, c_begin, c_end, v);
      break;
    case 6:
      InputTiles<6>(args, packing, tile_begin, tile_end, c_begin, c_end, v);
      break;
    default:
      CAMGLASS_CHECK(c_begin == 0 && c_end == kChannelPad);
      StemInputTiles(args, packing, tile_begin, tile_end, v);
  }
}

void WinogradOut(const WinogradArgs& args, const WinogradPacking& packing,
                 size_t tile_begin, size_t tile_end, size_t block_begin,
                 size_t block_end, const float* v, float* m) {
  CAMGLASS_CHECK(packing.lanes == kLanes);
  for (size_t block = block_begin; block < block_end; ++block) {
    const auto multiply = packing.type == DType::kF16 ? &MultiplyBlock<Half>
                                                      : &MultiplyBlock<float>;
    multiply(args, packing, tile_end - tile_begin, block, v, m);
    switch (packing.side()) {
      case 4:
        OutputTiles<4>(args, packing, tile_begin, tile_end, block, m);
        break;
      case 5:
        OutputTiles<5>(args, packing, tile_begin, tile_end, block, m);
        break;
      case 6:
        OutputTiles<6>(args, packing, tile_begin, tile_end, block, m);
        break;
      default:
        OutputTiles<7>(args, packing, tile_begin, tile_end, block, m);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(WinogradLanes);
HWY_EXPORT(WinogradPanel);
HWY_EXPORT(WinogradIn);
HWY_EXPORT(WinogradOut);

namespace {

WinogradPacking ChoosePacking(size_t m, size_t taps, size_t in_c, size_t out_c,
                              DType type) {
  const size_t padded = PadChannels(out_c);
  return {HWY_DYNAMIC_DISPATCH(WinogradLanes)(),
          HWY_DYNAMIC_DISPATCH(WinogradPanel)(padded),
          m,
          taps,
          in_c,
          padded,
          type};
}

}  // namespace

WinogradPacking ChooseWinogradPacking(size_t m, size_t in_c, size_t out_c,
                                      DType type) {
  CAMGLASS_CHECK(m == 2 || m == 4);
  return ChoosePacking(m, 3, in_c, out_c, type);
}

WinogradPacking ChooseStemPacking(size_t out_c, DType type) {
  return ChoosePacking(4, 4, kStemChannels, out_c, type);
}

WinogradPacking ChooseStride2Packing(size_t in_c, size_t out_c, DType type) {
  CAMGLASS_CHECK(in_c % kChannelPad == 0);
  return ChoosePacking(4, 2, kPhases * in_c, out_c, type);
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
