#include "engine/kernels/conv.h"

#include <algorithm>
#include <limits>

#include "engine/base/check.h"
#include "engine/kernels/weight.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/conv.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/conv_tile-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

// Moves `tile` by so many rows and pixels of the map.
HWY_INLINE void MoveBy(const ConvArgs& args, size_t rows, size_t pixels,
                       TileArgs* tile) {
  const Epilogue& e = args.epilogue;
  tile->src += rows * args.src_row_stride + pixels * args.src_pixel_stride;
  tile->dst += rows * args.dst_row_stride + pixels * args.dst_pixel_stride;
  if (tile->residual == nullptr) return;
  tile->residual +=
      rows * e.residual_row_stride + pixels * e.residual_pixel_stride;
}

// Moves `tile`, which stands at pixel *x of a row, on by `count` pixels.
HWY_INLINE void MoveAlong(const ConvArgs& args, size_t count, size_t* x,
                          TileArgs* tile) {
  size_t rows = 0;
  size_t at = *x + count;
  for (; at >= args.out_w; at -= args.out_w) ++rows;
  MoveBy(args, rows, at - *x, tile);
  *x = at;
}

// Where a tile's pixels lie that starts at pixel x and goes on in the next row.
ListedPixels PixelsAcrossRows(const ConvArgs& args, size_t x, size_t count) {
  const Epilogue& e = args.epilogue;
  ListedPixels pixels;
  size_t src = 0;
  size_t dst = 0;
  size_t residual = 0;
  for (size_t i = 0; i < count; ++i) {
    pixels.src[i] = src;
    pixels.dst[i] = dst;
    pixels.residual[i] = residual;
    src += args.src_pixel_stride;
    dst += args.dst_pixel_stride;
    residual += e.residual_pixel_stride;
    if (++x < args.out_w) continue;
    x = 0;
    src += args.src_row_stride - args.out_w * args.src_pixel_stride;
    dst += args.dst_row_stride - args.out_w * args.dst_pixel_stride;
    residual += e.residual_row_stride - args.out_w * e.residual_pixel_stride;
  }
  return pixels;
}

// At most `most` tiles of `rows` pixels, all as soon as there is nothing left
// to fetch. Returns how many.
template <class W, size_t kVecs>
HWY_INLINE size_t RunTiles(const TileArgs& tile, const StridedPixels& strides,
                           size_t rows, size_t most, WeightStream* stream) {
  if (stream->tiles == 0) {
    PanelTilesOf<W>(kVecs).many[rows - 1](tile, strides, most);
    return most;
  }
  PanelTilesOf<W>(kVecs).strided[rows - 1](tile, *stream, strides);
  Advance(tile, stream);
  return 1;
}

// Pixels [begin, end) of one panel, in tiles whose sizes differ by at most one.
// They go on in the next row: tiles bound to rows would be half empty where
// rows are narrow, 7 = 7 + 0 of 14, and with few channels the time a tile takes
// besides its sums counts, so the fewest tiles win.
template <class W, size_t kVecs>
void RunPanel(const ConvArgs& args, const TileArgs& origin, size_t begin,
              size_t end) {
  const StridedPixels strides = {args.src_pixel_stride, args.dst_pixel_stride,
                                 args.epilogue.residual_pixel_stride};
  const size_t tiles = TilesFor(end - begin, kVecs);
  const size_t least = (end - begin) / tiles;
  const size_t larger = (end - begin) % tiles;  // tiles of one pixel more
  WeightStream stream = StartStream<W>(origin, kVecs, tiles);
  TileArgs tile = origin;
  MoveBy(args, begin / args.out_w, begin % args.out_w, &tile);
  size_t x = begin % args.out_w;
  for (size_t i = 0; i < tiles;) {
    const size_t count = least + (i < larger ? 1 : 0);
    size_t done = 1;
    if (x + count <= args.out_w) {
      const size_t alike = (i < larger ? larger : tiles) - i;
      const size_t in_row = (args.out_w - x) / count;
      done = RunTiles<W, kVecs>(tile, strides, count, std::min(alike, in_row),
                                &stream);
    } else {
      PanelTilesOf<W>(kVecs).listed[count - 1](
          tile, stream, PixelsAcrossRows(args, x, count));
      Advance(tile, &stream);
    }
    MoveAlong(args, count * done, &x, &tile);
    i += done;
  }
}

// Input floats that stay in the L2 cache while all panels pass over them.
constexpr size_t kBlockFloats = 96 * 1024;

// Output pixels whose inputs fill one such block, whole rows where possible.
size_t BlockPixels(const ConvArgs& args, size_t pixels) {
  const size_t per_pixel = std::max<size_t>(1, args.src_pixel_stride);
  const size_t fit = std::max<size_t>(64, kBlockFloats / per_pixel);
  if (fit >= pixels) return pixels;
  return fit >= args.out_w ? fit / args.out_w * args.out_w : fit;
}

// Zero in the channels of dst's last vectors that no panel computes.
void ClearPadding(const ConvArgs& args, size_t out_c, size_t begin,
                  size_t end) {
  const FloatTag d;
  const size_t padded = PadChannels(out_c);
  if (out_c == padded) return;
  size_t x = begin % args.out_w;
  float* row = args.dst + begin / args.out_w * args.dst_row_stride;
  for (; begin < end; ++begin) {
    for (size_t c = out_c; c < padded; c += kLanes) {
      hn::StoreU(hn::Zero(d), d, row + x * args.dst_pixel_stride + c);
    }
    if (++x < args.out_w) continue;
    x = 0;
    row += args.dst_row_stride;
  }
}

// The same work as one endless row, where rows lie side by side.
ConvArgs JoinRows(ConvArgs args) {
  const Epilogue& e = args.epilogue;
  const bool joined =
      args.src_row_stride == args.out_w * args.src_pixel_stride &&
      args.dst_row_stride == args.out_w * args.dst_pixel_stride &&
      (e.residual == nullptr ||
       e.residual_row_stride == args.out_w * e.residual_pixel_stride);
  if (joined) args.out_w = std::numeric_limits<size_t>::max() / 2;
  return args;
}

// The panel's share of the arguments.
template <class W>
TileArgs OriginOf(const ConvArgs& args, const ConvPacking& packing,
                  size_t panel) {
  alignas(64) static constexpr float kZeros[kMostPanelVectors * kLanes] = {};
  const size_t n = panel * packing.panel;
  const Epilogue& e = args.epilogue;
  const bool scales = e.scale != nullptr;
  return {args.src,
          args.taps,
          args.num_taps,
          args.run,
          static_cast<const W*>(args.weights) + n * packing.depth,
          scales ? kZeros : e.bias + n,
          args.dst + n,
          e.residual == nullptr ? nullptr : e.residual + n,
          e.lo,
          e.hi,
          scales ? e.scale + n : nullptr,
          scales ? e.bias + n : nullptr};
}

template <class W>
void RunBlocks(const ConvArgs& wanted, const ConvPacking& packing,
               size_t pixel_begin, size_t pixel_end, size_t panel_begin,
               size_t panel_end) {
  const ConvArgs args = JoinRows(wanted);
  const size_t block = BlockPixels(args, pixel_end - pixel_begin);
  for (size_t begin = pixel_begin; begin < pixel_end; begin += block) {
    const size_t end = std::min(pixel_end, begin + block);
    for (size_t panel = panel_begin; panel < panel_end; ++panel) {
      const TileArgs origin = OriginOf<W>(args, packing, panel);
      switch (packing.width(panel) / kLanes) {
        case 1:
          RunPanel<W, 1>(args, origin, begin, end);
          break;
        case 2:
          RunPanel<W, 2>(args, origin, begin, end);
          break;
        default:
          RunPanel<W, 3>(args, origin, begin, end);
      }
    }
    if (panel_end < packing.num_panels()) continue;
    ClearPadding(args, packing.out_c, begin, end);
  }
}

}  // namespace

size_t ConvLanes() { return kLanes; }
size_t ConvPanel(size_t out_c) { return PanelVectors(out_c) * kLanes; }

void ConvBlocked(const ConvArgs& args, const ConvPacking& packing,
                 size_t pixel_begin, size_t pixel_end, size_t panel_begin,
                 size_t panel_end) {
  CAMGLASS_CHECK(packing.lanes == kLanes);
  const auto run =
      packing.type == DType::kF16 ? &RunBlocks<Half> : &RunBlocks<float>;
  run(args, packing, pixel_begin, pixel_end, panel_begin, panel_end);
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(ConvLanes);
HWY_EXPORT(ConvPanel);
HWY_EXPORT(ConvBlocked);

ConvPacking ChooseConvPacking(size_t depth, size_t out_c, DType type) {
  const size_t lanes = HWY_DYNAMIC_DISPATCH(ConvLanes)();
  const size_t computed = (out_c + lanes - 1) / lanes * lanes;
  return {lanes, HWY_DYNAMIC_DISPATCH(ConvPanel)(computed), depth, computed,
          type};
}

namespace {

template <class W>
void PackPanel(const float* rows, size_t count, size_t in_c, size_t window,
               const ConvPacking& packing, size_t panel, W* packed) {
  const size_t width = packing.width(panel);
  packed += panel * packing.panel * packing.depth;
  for (size_t c = 0; c < in_c; ++c) {
    for (size_t n = 0; n < width; ++n) {
      const float* filter = rows + (n * in_c + c) * window;
      for (size_t tap = 0; tap < window; ++tap) {
        StoreWeight(n < count ? filter[tap] : 0.0f,
                    packed + (tap * in_c + c) * width + n);
      }
    }
  }
}

}  // namespace

void PackConvPanel(const float* rows, size_t count, size_t in_c, size_t window,
                   const ConvPacking& packing, size_t panel, void* packed) {
  CAMGLASS_CHECK(packing.depth == window * in_c);
  CAMGLASS_CHECK(count <= packing.width(panel));
  if (packing.type == DType::kF16) {
    PackPanel(rows, count, in_c, window, packing, panel,
              static_cast<Half*>(packed));
  } else {
    PackPanel(rows, count, in_c, window, packing, panel,
              static_cast<float*>(packed));
  }
}

void Conv(const ConvArgs& args, const ConvPacking& packing, size_t pixel_begin,
          size_t pixel_end, size_t panel_begin, size_t panel_end) {
  if (pixel_begin >= pixel_end) return;
  HWY_DYNAMIC_DISPATCH(ConvBlocked)
  (args, packing, pixel_begin, pixel_end, panel_begin, panel_end);
}

}  // namespace camglass
#endif  // HWY_ONCE
