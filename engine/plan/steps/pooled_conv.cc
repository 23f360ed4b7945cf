// convolution -> max-pool as one step. A few rows of the convolution at a time
// lie in a thread's own scratch and go into the pool from there, so that the
// largest maps of a network are never written to memory and read again. Units:
// so many rows of the convolution's map.
#include <algorithm>
#include <cstring>
#include <utility>
#include <variant>

#include "engine/base/round_up.h"
#include "engine/kernels/pool.h"
#include "engine/plan/steps/direct_conv.h"
#include "engine/plan/steps/op_steps.h"
#include "engine/plan/steps/winograd.h"
#include "engine/runtime/tuning.h"

namespace camglass {
namespace {

struct PooledConv {
  std::variant<DirectConv, WinogradConv> conv;  // dst: set when the step runs
  PoolArgs pool;                                // src: the same
  size_t rows = 0;                              // of a unit, multiples of align
  size_t before = 0;  // room for as many rows before a unit's, the same
  size_t align = 1;   // rows that can be computed alone
};

// Rows of a map in a quarter of the L2 cache, as in fused_block.cc; of
// Winograd's tiles whole ones, and a group of them at least.
size_t ChooseRows(const PooledConv& pooled) {
  const TensorView& map = pooled.pool.src;
  const size_t fit =
      MachineTuning().l2_bytes / sizeof(float) / 4 / map.row_stride;
  const size_t rows = fit < pooled.pool.k ? 1 : fit - (pooled.pool.k - 1);
  const auto* winograd = std::get_if<WinogradConv>(&pooled.conv);
  if (winograd == nullptr) return std::min(rows, map.h);
  const size_t across = winograd->args.TilesX(pooled.align);
  const size_t fewest = DivideRoundingUp(winograd->args.group, across);
  return pooled.align * std::max(rows / pooled.align, fewest);
}

size_t ConvScratch(const PooledConv& pooled) {
  const auto* winograd = std::get_if<WinogradConv>(&pooled.conv);
  return winograd == nullptr ? 0 : winograd->Scratch();
}

// Rows [begin, end) of the map, whose row 0 would lie at `map`.
void Convolve(const DirectConv& conv, const PooledConv& all, size_t begin,
              size_t end, float* map, float*) {
  ConvArgs args = conv.ArgsWithTaps();
  args.src += begin * args.src_row_stride;
  args.dst = map + begin * args.dst_row_stride;
  Conv(args, conv.packing, 0, (end - begin) * all.pool.src.w, 0,
       conv.packing.num_panels());
}

void Convolve(const WinogradConv& conv, const PooledConv& all, size_t begin,
              size_t end, float* map, float* scratch) {
  WinogradConv rows = conv;
  rows.args.dst.data = map;
  const size_t across = rows.args.TilesX(all.align);
  const size_t last = RoundUp(end, all.align) / all.align * across;
  for (size_t t = begin / all.align * across; t < last; t += rows.args.group) {
    rows.RunTiles(t, std::min(last, t + rows.args.group), scratch);
  }
}

// How many output rows have windows that end before row y of the map.
size_t RowsBefore(const PooledConv& pooled, size_t y) {
  const PoolArgs& pool = pooled.pool;
  if (y >= pool.src.h) return pool.dst.h;
  const size_t first_end = pool.k - 1;  // of row 0's window, in padded rows
  if (y + pool.pad <= first_end) return 0;
  return std::min(pool.dst.h,
                  (y + pool.pad - first_end + pool.stride - 1) / pool.stride);
}

// Units [begin, end): those rows of the map, and the rows of dst whose windows
// end in them. Rows before the first unit that its windows need are computed,
// too, though the unit before has them. scratch: ScratchOf floats.
void RunPooledConv(const PooledConv& pooled, size_t begin, size_t end,
                   float* scratch) {
  const size_t row = pooled.pool.src.row_stride;
  const size_t shared = pooled.pool.k - 1;  // rows that windows reach back
  float* const rows = scratch + ConvScratch(pooled);
  PoolArgs pool = pooled.pool;
  for (size_t unit = begin; unit < end; ++unit) {
    const size_t y0 = unit * pooled.rows;
    const size_t y1 = std::min(pool.src.h, y0 + pooled.rows);
    size_t first = y0;
    if (unit > begin) {
      std::memmove(rows + (pooled.before - shared) * row,
                   rows + (pooled.before + pooled.rows - shared) * row,
                   shared * row * sizeof(float));
    } else if (unit > 0) {
      // On low maps and with large windows the rows before may be fewer.
      first -= std::min(first, pooled.before);
    }
    pool.src.data = rows + pooled.before * row - y0 * row;
    std::visit(
        [&](const auto& conv) {
          Convolve(conv, pooled, first, y1, pool.src.data, scratch);
        },
        pooled.conv);
    MaxPoolRows(pool, RowsBefore(pooled, y0), RowsBefore(pooled, y1));
  }
}

size_t ScratchOf(const PooledConv& pooled) {
  return ConvScratch(pooled) +
         (pooled.before + pooled.rows) * pooled.pool.src.row_stride;
}

// The map between the two, without memory of its own.
TensorView MapOf(const OpPlace& conv) {
  TensorView map = conv.OutShape();
  map.pixel_stride = PadChannels(map.c);
  map.row_stride = map.w * map.pixel_stride;
  return map;
}

PooledConv MakePooledConv(const OpPlace& conv, const OpPlace& place) {
  const auto& kind = conv.As<Conv2d>();
  const auto& pool = place.As<MaxPool>();
  const TensorView map = MapOf(conv);
  const ConvViews views = {conv.In(), map, std::nullopt};
  PooledConv pooled;
  pooled.pool = {map, place.Out(), pool.k, pool.stride, pool.pad, false};
  if (WinogradTileOf(conv.algorithm()) > 0) {
    pooled.align = conv.packed().winograd.m;
    pooled.conv = MakeWinograd(kind, conv.packed(), views, 1, true);
  } else {
    pooled.conv = MakeDirectConv(kind, conv.packed(), 0, views);
  }
  pooled.rows = ChooseRows(pooled);
  pooled.before = RoundUp(pool.k - 1, pooled.align);
  return pooled;
}

}  // namespace

Status AddSteps(const PooledConvOps& ops, const OpPlace& place,
                StepList* steps) {
  PooledConv pooled = MakePooledConv(place.At(ops.conv), place);
  const bool winograd = std::holds_alternative<WinogradConv>(pooled.conv);
  const size_t units = DivideRoundingUp(pooled.pool.src.h, pooled.rows);
  const size_t scratch = ScratchOf(pooled);
  Step step = place.NewStep(winograd ? "winograd+pool" : "conv+pool", units,
                            [pooled = std::move(pooled)](
                                size_t begin, size_t end, const Scratch& all) {
                              RunPooledConv(pooled, begin, end, all.own);
                            });
  step.scratch.own = scratch;
  step.grain = DivideRoundingUp(units, BandPieces(place.threads()));
  steps->Add(std::move(step));
  return Status();
}

}  // namespace camglass
