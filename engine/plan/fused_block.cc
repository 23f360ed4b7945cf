#include "engine/plan/fused_block.h"

#include <algorithm>
#include <cstring>

#include "engine/kernels/conv.h"
#include "engine/runtime/cpu.h"

namespace camglass {
namespace {

// A band of the wide map and one of the depthwise output take a quarter of the
// L2 cache, beside the weights and what streams by: a core's other thread may
// have half of it.
size_t BandBudget() { return L2CacheBytes() / sizeof(float) / 4; }

// Rows of the wide map, zeros included, that `rows` output rows see.
size_t BandRows(const FusedBlockStep& step, size_t rows) {
  return (rows - 1) * step.depthwise.stride + step.depthwise.kh;
}

size_t BandFloats(const FusedBlockStep& step, size_t rows) {
  return step.expands ? BandRows(step, rows) * step.band_row : 0;
}

size_t MiddleFloats(const FusedBlockStep& step, size_t rows) {
  return rows * step.depthwise.dst.row_stride;
}

size_t ChooseRows(const FusedBlockStep& step, size_t out_h) {
  const size_t budget = BandBudget();
  size_t rows = 1;
  while (rows < out_h &&
         BandFloats(step, rows + 1) + MiddleFloats(step, rows + 1) <= budget) {
    ++rows;
  }
  return rows;
}

// Convolves rows [begin, end) of the wide map, counted without zeros, into
// `row`, the band's row of the first.
void Expand(const FusedBlockStep& step, size_t begin, size_t end, float* row) {
  ConvArgs args = step.expand.args;
  args.taps = step.expand.taps.data();
  args.num_taps = step.expand.taps.size();
  args.src += begin * args.src_row_stride;
  args.dst = row + step.left * args.dst_pixel_stride;
  Conv(args, step.expand.packing, 0, (end - begin) * step.wide.w, 0,
       step.expand.packing.num_panels());
  const size_t left = step.left * args.dst_pixel_stride;
  const size_t right =
      step.band_row - left - step.wide.w * args.dst_pixel_stride;
  for (size_t y = begin; y < end; ++y, row += step.band_row) {
    std::memset(row, 0, left * sizeof(float));
    std::memset(row + step.band_row - right, 0, right * sizeof(float));
  }
}

// Rows [begin, end) of the wide map with `top` rows of zeros before it and as
// many as are asked for after it, into `rows`, which lie side by side.
void FillRows(const FusedBlockStep& step, size_t begin, size_t end,
              float* rows) {
  const size_t first = std::clamp(step.top, begin, end);
  const size_t last = std::clamp(step.top + step.wide.h, first, end);
  std::memset(rows, 0, (first - begin) * step.band_row * sizeof(float));
  if (first < last) {
    Expand(step, first - step.top, last - step.top,
           rows + (first - begin) * step.band_row);
  }
  std::memset(rows + (last - begin) * step.band_row, 0,
              (end - last) * step.band_row * sizeof(float));
}

// The same, into a ring of `size` rows: row r is its row r % size.
void FillRing(const FusedBlockStep& step, size_t begin, size_t end, size_t size,
              float* ring) {
  while (begin < end) {
    const size_t at = begin % size;
    const size_t next = std::min(end, begin + size - at);
    FillRows(step, begin, next, ring + at * step.band_row);
    begin = next;
  }
}

void Project(const FusedBlockStep& step, size_t begin, size_t end,
             const float* middle) {
  ConvArgs args = step.project.args;
  args.taps = step.project.taps.data();
  args.num_taps = step.project.taps.size();
  args.src = middle;
  args.dst += begin * args.dst_row_stride;
  if (args.epilogue.residual != nullptr) {
    args.epilogue.residual += begin * args.epilogue.residual_row_stride;
  }
  Conv(args, step.project.packing, 0, (end - begin) * step.depthwise.dst.w, 0,
       step.project.packing.num_panels());
}

}  // namespace

FusedBlockStep MakeFusedBlockStep(const FusedBlock& block) {
  FusedBlockStep step;
  const Conv2d& conv = *block.depthwise.conv;
  const TensorView& wide = block.wide;
  const size_t channels = PadChannels(wide.c);
  const AxisPadding horizontal = HorizontalPadding(conv, wide.w);
  step.expands = block.expand.conv != nullptr;
  step.wide = {wide.h, wide.w};
  step.top = VerticalPadding(conv, wide.h).before;
  step.left = horizontal.before;
  step.band_row = (wide.w + horizontal.before + horizontal.after) * channels;
  const Extent out = block.depthwise_out;
  const TensorView middle = {nullptr,          out.h,   out.w, wide.c,
                             out.w * channels, channels};
  if (step.expands) {
    const TensorView band = {nullptr, wide.h,        wide.w,
                             wide.c,  step.band_row, channels};
    step.expand = MakeConvStep(*block.expand.conv, *block.expand.packed, 0,
                               {block.views.src, band, nullptr});
    step.depthwise = MakeDepthwiseArgs(conv, *block.depthwise.packed,
                                       {band, middle, nullptr});
  } else {
    step.depthwise = MakeDepthwiseArgs(conv, *block.depthwise.packed,
                                       {block.views.src, middle, nullptr});
  }
  step.project = MakeConvStep(*block.project.conv, *block.project.packed, 0,
                              {middle, block.views.dst, block.views.residual});
  step.rows = ChooseRows(step, out.h);
  return step;
}

void RunFusedBlock(const FusedBlockStep& step, size_t begin, size_t end,
                   float* scratch) {
  float* const middle = scratch + BandFloats(step, step.rows);
  const size_t ring_rows = BandRows(step, step.rows);
  const size_t out_h = step.depthwise.dst.h;
  DepthwiseArgs depthwise = step.depthwise;
  depthwise.dst.data = middle;
  if (step.expands) {
    depthwise.src = scratch;
    depthwise.src_rows = ring_rows;
  }
  size_t filled = 0;  // rows of the wide map before this one were computed
  for (size_t unit = begin; unit < end; ++unit) {
    const size_t y0 = unit * step.rows;
    const size_t y1 = std::min(out_h, y0 + step.rows);
    depthwise.src_first = y0 * depthwise.stride;
    if (step.expands) {
      const size_t last = depthwise.src_first + BandRows(step, y1 - y0);
      FillRing(step, std::max(filled, depthwise.src_first), last, ring_rows,
               scratch);
      filled = last;
    }
    Depthwise(depthwise, 0, y1 - y0, 0, depthwise.dst.pixel_stride);
    Project(step, y0, y1, middle);
  }
}

size_t FusedBlockScratch(const FusedBlockStep& step) {
  return BandFloats(step, step.rows) + MiddleFloats(step, step.rows);
}

}  // namespace camglass
