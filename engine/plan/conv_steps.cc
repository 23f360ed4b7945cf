#include "engine/plan/conv_steps.h"

#include <algorithm>
#include <limits>

#include "engine/base/round_up.h"
#include "engine/runtime/cpu.h"

namespace camglass {
namespace {

// The first tap of output pixel (0, 0).
const float* FirstTap(const Conv2d& conv, const TensorView& src) {
  if (src.data == nullptr) return nullptr;
  return src.data - VerticalPadding(conv, src.h).before * src.row_stride -
         HorizontalPadding(conv, src.w).before * src.pixel_stride;
}

// A whole kernel row is one run where the pixels of a row touch in memory.
void SetTaps(const Conv2d& conv, const TensorView& src, ConvStep* step) {
  const bool touching = src.pixel_stride == src.c;
  const size_t runs_a_row = touching ? 1 : conv.kw;
  step->args.run = touching ? conv.kw * src.c : src.c;
  for (size_t ky = 0; ky < conv.kh; ++ky) {
    for (size_t kx = 0; kx < runs_a_row; ++kx) {
      step->taps.push_back(
          static_cast<ptrdiff_t>(ky * src.row_stride + kx * src.pixel_stride));
    }
  }
}

Epilogue MakeEpilogue(const Conv2d& conv, const float* bias,
                      const TensorView* residual) {
  const Bounds bounds = BoundsOf(conv.act);
  Epilogue epilogue = {bias, nullptr, 0, 0, bounds.lo, bounds.hi};
  if (residual == nullptr) return epilogue;
  epilogue.residual = residual->data;
  epilogue.residual_row_stride = residual->row_stride;
  epilogue.residual_pixel_stride = residual->pixel_stride;
  return epilogue;
}

}  // namespace

Bounds BoundsOf(Activation act) {
  constexpr float kInf = std::numeric_limits<float>::infinity();
  switch (act) {
    case Activation::kRelu:
      return {0.0f, kInf};
    case Activation::kRelu6:
      return {0.0f, 6.0f};
    case Activation::kNone:
      break;
  }
  return {-kInf, kInf};
}

TensorView Channels(const TensorView& view, size_t first, size_t count) {
  TensorView slice = view;
  slice.data += first;
  slice.c = count;
  return slice;
}

bool IsDense(const TensorView& view) {
  return view.row_stride == view.w * view.pixel_stride;
}

ConvStep MakeConvStep(const Conv2d& conv, const PackedOp& packed, size_t group,
                      const ConvViews& views) {
  ConvStep step;
  step.packing = packed.conv;
  step.args.src = FirstTap(conv, views.src);
  step.args.src_row_stride = conv.stride * views.src.row_stride;
  step.args.src_pixel_stride = conv.stride * views.src.pixel_stride;
  SetTaps(conv, views.src, &step);
  step.args.weights = packed.weights[group];
  step.args.dst = views.dst.data;
  step.args.dst_row_stride = views.dst.row_stride;
  step.args.dst_pixel_stride = views.dst.pixel_stride;
  step.args.out_w = views.dst.w;
  step.args.epilogue = MakeEpilogue(
      conv, packed.bias + group * PadChannels(conv.out_c / conv.groups),
      views.residual);
  step.pixels = views.dst.h * views.dst.w;
  // A 1x1 convolution over maps without gaps need not know of rows.
  const bool one_row = conv.kh == 1 && conv.kw == 1 && conv.stride == 1 &&
                       IsDense(views.src) && IsDense(views.dst) &&
                       (views.residual == nullptr || IsDense(*views.residual));
  if (one_row) step.args.out_w = step.pixels;
  return step;
}

DepthwiseArgs MakeDepthwiseArgs(const Conv2d& conv, const PackedOp& packed,
                                const ConvViews& views) {
  const Bounds bounds = BoundsOf(conv.act);
  DepthwiseArgs args;
  args.src = FirstTap(conv, views.src);
  args.src_row_stride = views.src.row_stride;
  args.src_pixel_stride = views.src.pixel_stride;
  args.kh = conv.kh;
  args.kw = conv.kw;
  args.stride = conv.stride;
  args.weights = packed.weights[0];
  args.bias = packed.bias;
  args.dst = views.dst;
  args.lo = bounds.lo;
  args.hi = bounds.hi;
  return args;
}

bool SplitsPanels(const ConvPacking& packing, const TensorView& src,
                  const TensorView& dst) {
  constexpr size_t kFewPixels = 200;
  if (dst.h * dst.w > kFewPixels || packing.num_panels() == 1) return false;
  return packing.floats() > src.h * src.w * src.c + dst.h * dst.w * dst.c;
}

size_t WinogradGroup(const WinogradPacking& packing, size_t tiles,
                     size_t threads) {
  const size_t cache_floats = L2CacheBytes() / sizeof(float) * 5 / 8;
  // With a stride of 2, twice as many: its filters are the larger stream.
  const size_t fewest = packing.taps == 2 ? 28 : 14;
  const size_t per_tile =
      packing.positions() * (PadChannels(packing.in_c) + kWinogradBlock);
  const size_t fit = std::max(fewest, cache_floats / per_tile);
  // A stem has so few channels that M is most of it: 12 tiles, two register
  // tiles on AVX2, measured best of 6 to 41.
  constexpr size_t kStemGroup = 12;
  if (packing.taps == 4) return std::min(tiles, kStemGroup);
  if (tiles <= std::max<size_t>(fit, 16)) return tiles;
  size_t groups = DivideRoundingUp(tiles, fit);
  groups = RoundUp(groups, threads);
  return DivideRoundingUp(tiles, groups);
}

WinogradArgs MakeWinogradArgs(const Conv2d& conv, const PackedOp& packed,
                              const ConvViews& views) {
  WinogradArgs args;
  args.src = FirstTap(conv, views.src);
  args.src_row_stride = views.src.row_stride;
  args.src_pixel_stride = views.src.pixel_stride;
  args.weights = packed.weights[0];
  args.dst = views.dst;
  args.epilogue = MakeEpilogue(conv, packed.bias, views.residual);
  return args;
}

}  // namespace camglass
