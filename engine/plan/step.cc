#include "engine/plan/step.h"

#include <algorithm>
#include <cstring>

#include "engine/kernels/pointwise.h"
#include "engine/plan/fused_block.h"
#include "engine/plan/pooled_conv.h"

namespace camglass {
namespace {

void Run(const ConvStep& step, size_t begin, size_t end, const Scratch&) {
  ConvArgs args = step.args;
  args.taps = step.taps.data();
  args.num_taps = step.taps.size();
  if (step.split_panels) {
    Conv(args, step.packing, 0, step.pixels, begin, end);
  } else {
    Conv(args, step.packing, begin, end, 0, step.packing.num_panels());
  }
}

void Run(const WinogradStep& step, size_t begin, size_t end,
         const Scratch& scratch) {
  const size_t tiles = step.args.Tiles(step.packing.m);
  for (size_t group = begin; group < end; ++group) {
    const size_t first = group * step.args.group;
    RunWinogradTiles(step, first, std::min(tiles, first + step.args.group),
                     scratch.own);
  }
}

void Run(const WinogradInputStep& step, size_t begin, size_t end,
         const Scratch& scratch) {
  WinogradInput(step.args, step.packing, 0, step.args.Tiles(step.packing.m),
                begin * kChannelPad, end * kChannelPad,
                scratch.shared + step.v);
}

void Run(const WinogradOutputStep& step, size_t begin, size_t end,
         const Scratch& scratch) {
  WinogradOutput(step.args, step.packing, 0, step.args.Tiles(step.packing.m),
                 begin, end, scratch.shared + step.v, scratch.own);
}

void Run(const DepthwiseStep& step, size_t begin, size_t end, const Scratch&) {
  if (step.split_channels) {
    Depthwise(step.args, 0, step.args.dst.h, begin * kChannelPad,
              end * kChannelPad);
  } else {
    Depthwise(step.args, begin, end, 0, PadChannels(step.args.dst.c));
  }
}

void Run(const FusedBlockStep& step, size_t begin, size_t end,
         const Scratch& scratch) {
  RunFusedBlock(step, begin, end, scratch.own);
}

void Run(const PoolStep& step, size_t begin, size_t end, const Scratch&) {
  if (step.average) {
    AvgPoolRows(step.args, begin, end);
  } else {
    MaxPoolRows(step.args, begin, end);
  }
}

void Run(const PooledConvStep& step, size_t begin, size_t end,
         const Scratch& scratch) {
  RunPooledConv(step, begin, end, scratch.own);
}

void Run(const LrnStep& step, size_t begin, size_t end,
         const Scratch& scratch) {
  LrnArgs args = step.args;
  args.scratch = scratch.own;
  LrnRows(args, begin, end);
}

void Run(const AddStep& step, size_t begin, size_t end, const Scratch&) {
  AddRows(step.a, step.b, step.dst, begin, end);
}

void Run(const ClampStep& step, size_t begin, size_t end, const Scratch&) {
  ClampRows(step.src, step.lo, step.hi, step.dst, begin, end);
}

void Run(const AffineStep& step, size_t begin, size_t end, const Scratch&) {
  AffineRows(step.src, step.mul, step.add, step.dst, begin, end);
}

void ZeroChannels(const TensorView& view, size_t row_begin, size_t row_end) {
  if (view.c == 0) return;
  for (size_t y = row_begin; y < row_end; ++y) {
    for (size_t x = 0; x < view.w; ++x) {
      std::memset(view.Pixel(y, x), 0, view.c * sizeof(float));
    }
  }
}

void Run(const CopyStep& step, size_t begin, size_t end, const Scratch&) {
  for (const auto& [src, dst] : step.parts) CopyRows(src, dst, begin, end);
  ZeroChannels(step.padding, begin, end);
}

void Run(const GlobalMeanStep& step, size_t begin, size_t end, const Scratch&) {
  GlobalMean(step.src, step.dst, begin * kChannelPad, end * kChannelPad);
}

void Run(const DenseStep& step, size_t begin, size_t end, const Scratch&) {
  DensePanels(step.src, step.weights, step.bias, step.packing, step.dst, begin,
              end);
}

void Run(const SoftmaxStep& step, size_t begin, size_t end, const Scratch&) {
  const TensorView& dst = step.dst;
  for (size_t y = begin; y < end; ++y) {
    for (size_t x = 0; x < dst.w; ++x) {
      SoftmaxOf(step.src.Pixel(y, x), dst.c, dst.Pixel(y, x));
      std::fill(dst.Pixel(y, x) + dst.c, dst.Pixel(y, x) + PadChannels(dst.c),
                0.0f);
    }
  }
}

void Run(const InPlaceStep&, size_t, size_t, const Scratch&) {}

// Clears `count` pixels' share of this view's channels.
void ZeroPixels(const TensorView& view, float* first, size_t count) {
  const size_t channels = PadChannels(view.c);
  if (channels == view.pixel_stride) {
    std::memset(first, 0, count * channels * sizeof(float));
    return;
  }
  for (size_t i = 0; i < count; ++i) {
    std::memset(first + i * view.pixel_stride, 0, channels * sizeof(float));
  }
}

// The zeros that padded convolutions will read around this value, of the rows
// [begin, end) counted from the top of the halo. They must be written in every
// run, since other values share the memory.
void ZeroHalo(const TensorView& view, const Halo& halo, size_t begin,
              size_t end) {
  float* row = view.data - halo.left * view.pixel_stride -
               halo.top * view.row_stride + begin * view.row_stride;
  for (size_t y = begin; y < end; ++y, row += view.row_stride) {
    if (y < halo.top || y >= halo.top + view.h) {
      ZeroPixels(view, row, view.w + halo.left + halo.right);
      continue;
    }
    ZeroPixels(view, row, halo.left);
    ZeroPixels(view, row + (halo.left + view.w) * view.pixel_stride,
               halo.right);
  }
}

}  // namespace

size_t WinogradScratch(const WinogradStep& step) {
  return WinogradInputFloats(step.packing, step.args.group) +
         WinogradOutputFloats(step.packing, step.args.group);
}

void RunWinogradTiles(const WinogradStep& step, size_t first, size_t last,
                      float* scratch) {
  float* m = scratch + WinogradInputFloats(step.packing, step.args.group);
  WinogradInput(step.args, step.packing, first, last, 0,
                PadChannels(step.packing.in_c), scratch);
  WinogradOutput(step.args, step.packing, first, last, 0,
                 WinogradBlocks(step.packing), scratch, m);
}

void RunUnits(const Step& step, size_t begin, size_t end,
              const Scratch& scratch) {
  if (!step.halo.empty()) {
    // Each unit clears its part of the rows: near what it writes, as a rule.
    const size_t rows = step.halo.top + step.view.h + step.halo.bottom;
    ZeroHalo(step.view, step.halo, rows * begin / step.units,
             rows * end / step.units);
  }
  std::visit([&](const auto& kind) { Run(kind, begin, end, scratch); },
             step.kind);
}

ScratchSizes ScratchOf(const Step& step) {
  if (const auto* lrn = std::get_if<LrnStep>(&step.kind)) {
    return {LrnScratchFloats(lrn->args.src.c), 0};
  }
  if (const auto* block = std::get_if<FusedBlockStep>(&step.kind)) {
    return {FusedBlockScratch(*block), 0};
  }
  if (const auto* pooled = std::get_if<PooledConvStep>(&step.kind)) {
    return {PooledConvScratch(*pooled), 0};
  }
  if (const auto* w = std::get_if<WinogradStep>(&step.kind)) {
    return {WinogradScratch(*w), 0};
  }
  if (const auto* w = std::get_if<WinogradInputStep>(&step.kind)) {
    return {0, w->v + WinogradInputFloats(w->packing, w->args.group)};
  }
  if (const auto* w = std::get_if<WinogradOutputStep>(&step.kind)) {
    return {WinogradOutputFloats(w->packing, w->args.group), 0};
  }
  return {};
}

}  // namespace camglass
