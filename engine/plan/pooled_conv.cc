#include "engine/plan/pooled_conv.h"

#include <algorithm>
#include <cstring>

#include "engine/base/round_up.h"
#include "engine/kernels/conv.h"
#include "engine/runtime/cpu.h"

namespace camglass {
namespace {

// Rows of a map in a quarter of the L2 cache, as in fused_block.cc; of
// Winograd's tiles whole ones, and a group of them at least.
size_t ChooseRows(const PooledConvStep& step) {
  const TensorView& map = step.pool.src;
  const size_t fit = L2CacheBytes() / sizeof(float) / 4 / map.row_stride;
  const size_t rows = fit < step.pool.k ? 1 : fit - (step.pool.k - 1);
  const auto* winograd = std::get_if<WinogradStep>(&step.conv);
  if (winograd == nullptr) return std::min(rows, map.h);
  const size_t across = winograd->args.TilesX(step.align);
  const size_t fewest = DivideRoundingUp(winograd->args.group, across);
  return step.align * std::max(rows / step.align, fewest);
}

size_t ConvScratch(const PooledConvStep& step) {
  const auto* winograd = std::get_if<WinogradStep>(&step.conv);
  return winograd == nullptr ? 0 : WinogradScratch(*winograd);
}

// Rows [begin, end) of the map, whose row 0 would lie at `map`.
void Convolve(const ConvStep& step, const PooledConvStep& all, size_t begin,
              size_t end, float* map, float*) {
  ConvArgs args = step.args;
  args.taps = step.taps.data();
  args.num_taps = step.taps.size();
  args.src += begin * args.src_row_stride;
  args.dst = map + begin * args.dst_row_stride;
  Conv(args, step.packing, 0, (end - begin) * all.pool.src.w, 0,
       step.packing.num_panels());
}

void Convolve(const WinogradStep& step, const PooledConvStep& all, size_t begin,
              size_t end, float* map, float* scratch) {
  WinogradStep rows = step;
  rows.args.dst.data = map;
  const size_t across = rows.args.TilesX(all.align);
  const size_t last = RoundUp(end, all.align) / all.align * across;
  for (size_t t = begin / all.align * across; t < last; t += rows.args.group) {
    RunWinogradTiles(rows, t, std::min(last, t + rows.args.group), scratch);
  }
}

// How many output rows have windows that end before row y of the map.
size_t RowsBefore(const PooledConvStep& step, size_t y) {
  const PoolArgs& pool = step.pool;
  if (y >= pool.src.h) return pool.dst.h;
  const size_t first_end = pool.k - 1;  // of row 0's window, in padded rows
  if (y + pool.pad <= first_end) return 0;
  return std::min(pool.dst.h,
                  (y + pool.pad - first_end + pool.stride - 1) / pool.stride);
}

}  // namespace

PooledConvStep MakePooledConvStep(PooledConvStep::Conv conv,
                                  const TensorView& map, const PoolArgs& pool) {
  PooledConvStep step;
  step.conv = std::move(conv);
  step.pool = pool;
  step.pool.src = map;
  const auto* winograd = std::get_if<WinogradStep>(&step.conv);
  step.align = winograd == nullptr ? 1 : winograd->packing.m;
  step.rows = ChooseRows(step);
  step.before = RoundUp(pool.k - 1, step.align);
  return step;
}

size_t PooledConvUnits(const PooledConvStep& step) {
  return (step.pool.src.h + step.rows - 1) / step.rows;
}

void RunPooledConv(const PooledConvStep& step, size_t begin, size_t end,
                   float* scratch) {
  const size_t row = step.pool.src.row_stride;
  const size_t shared = step.pool.k - 1;  // rows that windows reach back
  float* const rows = scratch + ConvScratch(step);
  PoolArgs pool = step.pool;
  for (size_t unit = begin; unit < end; ++unit) {
    const size_t y0 = unit * step.rows;
    const size_t y1 = std::min(pool.src.h, y0 + step.rows);
    size_t first = y0;
    if (unit > begin) {
      std::memmove(rows + (step.before - shared) * row,
                   rows + (step.before + step.rows - shared) * row,
                   shared * row * sizeof(float));
    } else if (unit > 0) {
      // On low maps and with large windows the rows before may be fewer.
      first -= std::min(first, step.before);
    }
    pool.src.data = rows + step.before * row - y0 * row;
    std::visit(
        [&](const auto& conv) {
          Convolve(conv, step, first, y1, pool.src.data, scratch);
        },
        step.conv);
    MaxPoolRows(pool, RowsBefore(step, y0), RowsBefore(step, y1));
  }
}

size_t PooledConvScratch(const PooledConvStep& step) {
  return ConvScratch(step) +
         (step.before + step.rows) * step.pool.src.row_stride;
}

}  // namespace camglass
