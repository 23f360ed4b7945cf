// 3x3 convolution, stride 1, by Winograd's minimal filtering (Lavin and Gray
// 2016, "Fast Algorithms for Convolutional Neural Networks"): F(m x m, 3 x 3)
// computes m x m outputs from an (m + 2) x (m + 2) input tile with (m + 2)^2
// multiplies instead of 9 m^2: 2.25 times fewer for m = 2, 4 times for m = 4.
//
//   V = B^T d B per tile and channel         WinogradInput
//   M[pos] = V[pos] U[pos], pos < (m+2)^2    the register tile of conv.h
//   y = A^T M A + bias, residual, clamp      WinogradOutput
//
// A stem, 7x7 with stride 2 on 3 channels, is a 4x4 convolution with stride 1
// on the 12 channels of 2 x 2 blocks of pixels, and F(4x4, 4x4) does that with
// 37 multiplies an output in place of 147. (Its filters have an eighth row and
// column of zeros, so the halo has one more, too.)
//
// A 3x3 convolution with stride 2 is the sum of four with stride 1, one for
// each phase of the rows and columns, whose filters have 2 or 1 taps either
// way: F(4x4, 2x2) on four times the channels. A single tap has no weight at
// the point infinity, so phases drop out of those positions (DepthOf): 81
// multiplies in place of 144, for 9 times the weights.
//
// Tiles are taken in groups, so that V and M stay in the L2 cache while the
// filters U = G g G^T stream by once a group.
#ifndef CAMGLASS_ENGINE_KERNELS_WINOGRAD_H_
#define CAMGLASS_ENGINE_KERNELS_WINOGRAD_H_

#include <cstddef>

#include "engine/kernels/conv.h"
#include "engine/tensor.h"

namespace camglass {

// Filters: [block of kWinogradBlock outputs][position][panel][channels of that
// position][panel width], the last block narrower: one stream in the order of
// use.
struct WinogradPacking {
  size_t lanes = 0;  // of the target that it was made for
  size_t panel = 0;  // output channels a full panel
  size_t m = 4;      // 2 or 4
  size_t taps = 3;   // a side of the filter; 4: a stem; 2: a stride of 2
  size_t in_c = 0;   // V's: as the value has; kStemChannels; kPhases times both
  size_t out_c = 0;  // padded to kChannelPad
  DType type = DType::kF32;

  size_t side() const { return m + taps - 1; }
  size_t positions() const { return side() * side(); }

  // The channels of V that a position has weights for.
  struct Depth {
    size_t begin;
    size_t count;
  };
  Depth DepthOf(size_t position) const;
  // All positions' counts together.
  size_t depth() const;
  size_t bytes() const { return depth() * out_c * BytesOf(type); }
};

// The phases of a stride of 2, in the order in which V holds them: those of
// even rows come first and those of even columns are side by side.
struct WinogradPhase {
  size_t y;
  size_t x;
};
inline constexpr size_t kPhases = 4;
inline constexpr WinogradPhase kPhaseOrder[kPhases] = {
    {0, 1}, {0, 0}, {1, 0}, {1, 1}};

// Output channels whose sums are transformed back together.
inline constexpr size_t kWinogradBlock = 64;

WinogradPacking ChooseWinogradPacking(size_t m, size_t in_c, size_t out_c,
                                      DType type);

// The same for a stem.
inline constexpr size_t kStemChannels = 12;
WinogradPacking ChooseStemPacking(size_t out_c, DType type);

// The same for a stride of 2; in_c: a multiple of kChannelPad.
WinogradPacking ChooseStride2Packing(size_t in_c, size_t out_c, DType type);

// One block of it, transformed in double. rows: [count][in_c of the
// value][3][3], a stem's [count][3][7][7]: the filters of the block's first
// `count` output channels; the others become zero. packed: the whole
// convolution's bytes(), 64-byte aligned, each weight rounded to packing.type.
void PackWinogradBlock(const float* rows, size_t count,
                       const WinogradPacking& packing, size_t block,
                       void* packed);

// Transformed filters have up to this many times the largest magnitude of the
// filters themselves.
inline constexpr float kMostWinogradGain = 2.25f;

struct WinogradArgs {
  // The input, at output pixel (0, 0)'s tap (0, 0). Rows and columns beyond the
  // map, up to whole tiles, must be readable zeros (a halo). Strides are those
  // of the value; a stem's pixels have 3 channels.
  const float* src = nullptr;
  size_t src_row_stride = 0;
  size_t src_pixel_stride = 0;
  const void* weights = nullptr;  // packed
  TensorView dst;                 // must not overlap src
  Epilogue epilogue;
  size_t group = 0;  // tiles that V and M have room for

  size_t TilesX(size_t m) const { return (dst.w + m - 1) / m; }
  size_t Tiles(size_t m) const { return (dst.h + m - 1) / m * TilesX(m); }
};

// Floats of V and of M for groups of `group` tiles.
size_t WinogradInputFloats(const WinogradPacking& packing, size_t group);
size_t WinogradOutputFloats(const WinogradPacking& packing, size_t group);

// V of tiles [tile_begin, tile_end), at most args.group, for the channels
// [c_begin, c_end), multiples of kChannelPad.
void WinogradInput(const WinogradArgs& args, const WinogradPacking& packing,
                   size_t tile_begin, size_t tile_end, size_t c_begin,
                   size_t c_end, float* v);

// The outputs of those tiles from their V, for the blocks of output channels
// [block_begin, block_end). m: WinogradOutputFloats of scratch.
void WinogradOutput(const WinogradArgs& args, const WinogradPacking& packing,
                    size_t tile_begin, size_t tile_end, size_t block_begin,
                    size_t block_end, const float* v, float* m);

size_t WinogradBlocks(const WinogradPacking& packing);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_KERNELS_WINOGRAD_H_
