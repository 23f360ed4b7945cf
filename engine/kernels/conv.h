// Direct convolution, any kernel size and stride, one register tile for all.
//
// Input: NHWC rows of pixels. The zeros that padding asks for are really there
// (a halo around the view), so every tap is a constant offset and no pixel is
// special. Output: NHWC with channels padded to a multiple of kChannelPad; the
// padding lanes come out as zero.
//
// A k x k convolution is `num_taps` runs of a 1x1 one: y[p][n] = sum over taps
// t and i < run of src[p * stride + taps[t] + i] * w[t][i][n]. Where the pixels
// of a row touch (pixel stride = channels) a whole kernel row is one run, which
// is also how first layers read 3 channels without padding them.
#ifndef CAMGLASS_ENGINE_KERNELS_CONV_H_
#define CAMGLASS_ENGINE_KERNELS_CONV_H_

#include <algorithm>
#include <cstddef>

#include "engine/tensor.h"

namespace camglass {

// Activations have their channels padded to whole AVX-512 vectors on every
// target: slices of a concat stay aligned and no kernel needs a channel tail.
inline constexpr size_t kChannelPad = 16;

inline constexpr size_t PadChannels(size_t c) {
  return (c + kChannelPad - 1) / kChannelPad * kChannelPad;
}

// How one convolution's weights lie in memory, which depends on the target's
// vector length: panels of `panel` output channels (the last one may be
// narrower), each [depth][channels of the panel].
struct ConvPacking {
  size_t lanes = 0;  // of the target that it was made for
  size_t panel = 0;  // output channels a full panel
  size_t depth = 0;  // kh * kw * in_c
  size_t out_c = 0;  // rounded up to whole vectors
  DType type = DType::kF32;

  size_t num_panels() const { return (out_c + panel - 1) / panel; }
  size_t width(size_t n) const { return std::min(panel, out_c - n * panel); }
  size_t size() const { return depth * out_c; }  // weights
  size_t bytes() const { return size() * BytesOf(type); }
};

// The packing that the current target wants.
ConvPacking ChooseConvPacking(size_t depth, size_t out_c, DType type);

// One panel of it. rows: [count][in_c][window], the weights of the panel's
// first `count` output channels with window = kh * kw; the others become zero.
// packed: the whole convolution's bytes(), 64-byte aligned; depth in the order
// (ky, kx, channel), each weight rounded to packing.type.
void PackConvPanel(const float* rows, size_t count, size_t in_c, size_t window,
                   const ConvPacking& packing, size_t panel, void* packed);

// What happens to a sum before it is stored: * scale, + bias, + residual,
// clamp. Without a scale the sum starts from the bias.
struct Epilogue {
  const float* bias = nullptr;      // [out_c padded], 64-byte aligned
  const float* residual = nullptr;  // as dst; may be null
  size_t residual_row_stride = 0;
  size_t residual_pixel_stride = 0;
  float lo = 0;  // -infinity: no bound
  float hi = 0;
  const float* scale = nullptr;  // as bias; null: 1
};

struct ConvArgs {
  const float* src = nullptr;   // tap (0, 0) of output pixel (0, 0)
  size_t src_row_stride = 0;    // floats between the inputs of output rows
  size_t src_pixel_stride = 0;  // and of output pixels (convolution stride in)
  const ptrdiff_t* taps = nullptr;  // offsets in floats
  size_t num_taps = 0;
  size_t run = 0;  // contiguous floats a tap; num_taps * run = depth
  const void* weights = nullptr;  // packed
  float* dst = nullptr;           // must not overlap src or residual
  size_t dst_row_stride = 0;
  size_t dst_pixel_stride = 0;
  size_t out_w = 0;  // pixels an output row
  Epilogue epilogue;
};

// Bytes past the last weight that kernels fetch at most. They need not be
// read, but must be memory of the same object.
inline constexpr size_t kMostFetchedPast = 160 * 1024;

// Output pixels [pixel_begin, pixel_end), counted row by row, of the panels
// [panel_begin, panel_end); with the last panel also zeros in the channels of
// dst between packing.out_c and the next multiple of kChannelPad. The sums do
// not depend on how work is cut up. Aborts where the weights were packed for
// another vector length.
void Conv(const ConvArgs& args, const ConvPacking& packing, size_t pixel_begin,
          size_t pixel_end, size_t panel_begin, size_t panel_end);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_KERNELS_CONV_H_
