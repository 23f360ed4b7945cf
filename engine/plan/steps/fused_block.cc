// [convolution ->] depthwise convolution -> 1x1 convolution as one step. Bands
// of a few output rows go through all of it in a thread's own scratch, so that
// the wide maps in the middle never leave the cache. What a band shares with
// the next one is kept, not computed again. Units: bands.
#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/base/round_up.h"
#include "engine/plan/steps/depthwise.h"
#include "engine/plan/steps/direct_conv.h"
#include "engine/plan/steps/op_steps.h"
#include "engine/runtime/tuning.h"

namespace camglass {
namespace {

struct FusedBlock {
  bool expands = false;
  DirectConv expand;        // dst: set when the step runs
  DepthwiseArgs depthwise;  // src, where it expands, and dst: the same
  DirectConv project;       // src: the same
  Extent wide;              // the depthwise convolution's input
  size_t top = 0;           // zero rows before it
  size_t left = 0;          // zero pixels before each row
  size_t band_row = 0;      // floats of a row with its zeros
  size_t rows = 0;          // output rows of a band
};

// A band of the wide map and one of the depthwise output take a quarter of the
// L2 cache, beside the weights and what streams by: a core's other thread may
// have half of it.
size_t BandBudget() { return MachineTuning().l2_bytes / sizeof(float) / 4; }

// Rows of the wide map, zeros included, that `rows` output rows see.
size_t BandRows(const FusedBlock& block, size_t rows) {
  return (rows - 1) * block.depthwise.stride + block.depthwise.kh;
}

size_t BandFloats(const FusedBlock& block, size_t rows) {
  return block.expands ? BandRows(block, rows) * block.band_row : 0;
}

size_t MiddleFloats(const FusedBlock& block, size_t rows) {
  return rows * block.depthwise.dst.row_stride;
}

size_t ChooseRows(const FusedBlock& block, size_t out_h) {
  const size_t budget = BandBudget();
  size_t rows = 1;
  while (rows < out_h &&
         BandFloats(block, rows + 1) + MiddleFloats(block, rows + 1) <=
             budget) {
    ++rows;
  }
  return rows;
}

// Convolves rows [begin, end) of the wide map, counted without zeros, into
// `row`, the band's row of the first.
void Expand(const FusedBlock& block, size_t begin, size_t end, float* row) {
  ConvArgs args = block.expand.ArgsWithTaps();
  args.src += begin * args.src_row_stride;
  args.dst = row + block.left * args.dst_pixel_stride;
  Conv(args, block.expand.packing, 0, (end - begin) * block.wide.w, 0,
       block.expand.packing.num_panels());
  const size_t left = block.left * args.dst_pixel_stride;
  const size_t right =
      block.band_row - left - block.wide.w * args.dst_pixel_stride;
  for (size_t y = begin; y < end; ++y, row += block.band_row) {
    std::memset(row, 0, left * sizeof(float));
    std::memset(row + block.band_row - right, 0, right * sizeof(float));
  }
}

// Rows [begin, end) of the wide map with `top` rows of zeros before it and as
// many as are asked for after it, into `rows`, which lie side by side.
void FillRows(const FusedBlock& block, size_t begin, size_t end, float* rows) {
  const size_t first = std::clamp(block.top, begin, end);
  const size_t last = std::clamp(block.top + block.wide.h, first, end);
  std::memset(rows, 0, (first - begin) * block.band_row * sizeof(float));
  if (first < last) {
    Expand(block, first - block.top, last - block.top,
           rows + (first - begin) * block.band_row);
  }
  std::memset(rows + (last - begin) * block.band_row, 0,
              (end - last) * block.band_row * sizeof(float));
}

// The same, into a ring of `size` rows: row r is its row r % size.
void FillRing(const FusedBlock& block, size_t begin, size_t end, size_t size,
              float* ring) {
  while (begin < end) {
    const size_t at = begin % size;
    const size_t next = std::min(end, begin + size - at);
    FillRows(block, begin, next, ring + at * block.band_row);
    begin = next;
  }
}

void Project(const FusedBlock& block, size_t begin, size_t end,
             const float* middle) {
  ConvArgs args = block.project.ArgsWithTaps();
  args.src = middle;
  args.dst += begin * args.dst_row_stride;
  if (args.epilogue.residual != nullptr) {
    args.epilogue.residual += begin * args.epilogue.residual_row_stride;
  }
  Conv(args, block.project.packing, 0, (end - begin) * block.depthwise.dst.w, 0,
       block.project.packing.num_panels());
}

size_t ScratchOf(const FusedBlock& block) {
  return BandFloats(block, block.rows) + MiddleFloats(block, block.rows);
}

// Bands [begin, end). Rows of the wide map that bands share are computed once a
// call. scratch: ScratchOf floats.
void RunFusedBlock(const FusedBlock& block, size_t begin, size_t end,
                   float* scratch) {
  float* const middle = scratch + BandFloats(block, block.rows);
  const size_t ring_rows = BandRows(block, block.rows);
  const size_t out_h = block.depthwise.dst.h;
  DepthwiseArgs depthwise = block.depthwise;
  depthwise.dst.data = middle;
  if (block.expands) {
    depthwise.src = scratch;
    depthwise.src_rows = ring_rows;
  }
  size_t filled = 0;  // rows of the wide map before this one were computed
  for (size_t unit = begin; unit < end; ++unit) {
    const size_t y0 = unit * block.rows;
    const size_t y1 = std::min(out_h, y0 + block.rows);
    depthwise.src_first = y0 * depthwise.stride;
    if (block.expands) {
      const size_t last = depthwise.src_first + BandRows(block, y1 - y0);
      FillRing(block, std::max(filled, depthwise.src_first), last, ring_rows,
               scratch);
      filled = last;
    }
    Depthwise(depthwise, 0, y1 - y0, 0, depthwise.dst.pixel_stride);
    Project(block, y0, y1, middle);
  }
}

// The depthwise convolution's input, in a band: row strides as it has there.
TensorView BandOf(const TensorView& wide, const FusedBlock& block) {
  TensorView band = wide;
  band.row_stride = block.band_row;
  band.pixel_stride = PadChannels(wide.c);
  return band;
}

// Its output, without gaps.
TensorView MiddleOf(const TensorView& out) {
  const size_t channels = PadChannels(out.c);
  TensorView middle = out;
  middle.row_stride = out.w * channels;
  middle.pixel_stride = channels;
  return middle;
}

// The block, its bands chosen for the cache.
FusedBlock MakeFusedBlock(const BlockOps& ops, const OpPlace& place) {
  const OpPlace depthwise = place.At(ops.depthwise);
  const Conv2d& conv = depthwise.As<Conv2d>();
  const TensorView wide = depthwise.InShape();
  const AxisPadding horizontal = HorizontalPadding(conv, wide.w);
  FusedBlock block;
  block.expands = ops.expand.has_value();
  block.wide = {wide.h, wide.w};
  block.top = VerticalPadding(conv, wide.h).before;
  block.left = horizontal.before;
  block.band_row =
      (wide.w + horizontal.before + horizontal.after) * PadChannels(wide.c);
  const TensorView middle = MiddleOf(depthwise.OutShape());
  TensorView band = BandOf(wide, block);
  if (block.expands) {
    const OpPlace expand = place.At(*ops.expand);
    block.expand = MakeDirectConv(expand.As<Conv2d>(), expand.packed(), 0,
                                  {expand.In(), band, std::nullopt});
  } else {
    band = depthwise.In();
  }
  block.depthwise =
      MakeDepthwise(conv, depthwise.packed(), {band, middle, std::nullopt});
  ConvViews views = ViewsOf(place, middle);
  block.project = MakeDirectConv(place.As<Conv2d>(), place.packed(), 0, views);
  block.rows = ChooseRows(block, middle.h);
  return block;
}

}  // namespace

Status AddSteps(const BlockOps& ops, const OpPlace& place, StepList* steps) {
  FusedBlock block = MakeFusedBlock(ops, place);
  const size_t units = DivideRoundingUp(place.Out().h, block.rows);
  const size_t scratch = ScratchOf(block);
  Step step = place.NewStep(
      "block", units,
      [block = std::move(block)](size_t begin, size_t end, const Scratch& all) {
        RunFusedBlock(block, begin, end, all.own);
      });
  step.scratch.own = scratch;
  step.grain = DivideRoundingUp(units, BandPieces(place.threads()));
  steps->Add(std::move(step));
  return Status();
}

}  // namespace camglass
