#include "engine/kernels/conv.h"

#include <algorithm>

#include "engine/check.h"

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

// Three vectors fit 48, 144, 176 ... channels without a half empty panel; else
// two are best on every target.
size_t PanelVectors(size_t out_c) {
  const bool three = kLanes == 16 && out_c % 48 == 0 && out_c % 32 != 0;
  return three ? 3 : std::min<size_t>(2, out_c / kLanes);
}

// Moves `tile`, which stands at pixel (0, 0), to pixel (y, x).
void MoveTo(const ConvArgs& args, size_t y, size_t x, TileArgs* tile) {
  const Epilogue& e = args.epilogue;
  tile->src += y * args.src_row_stride + x * args.src_pixel_stride;
  tile->dst += y * args.dst_row_stride + x * args.dst_pixel_stride;
  if (tile->residual != nullptr) {
    tile->residual += y * e.residual_row_stride + x * e.residual_pixel_stride;
  }
}

// Pixels [begin, end) of one panel, row by row.
template <size_t kVecs>
void RunRows(const ConvArgs& args, const TileArgs& origin, size_t begin,
             size_t end) {
  const StridedPixels strides = {args.src_pixel_stride, args.dst_pixel_stride,
                                 args.epilogue.residual_pixel_stride};
  const size_t rows = (end - 1) / args.out_w - begin / args.out_w + 1;
  const size_t a_row = TilesFor(std::min(args.out_w, end - begin), kVecs);
  WeightStream stream = StartStream(origin, kVecs, rows * a_row);
  while (begin < end) {
    const size_t y = begin / args.out_w;
    const size_t x = begin % args.out_w;
    const size_t count = std::min(end - begin, args.out_w - x);
    TileArgs tile = origin;
    MoveTo(args, y, x, &tile);
    RunEvenTiles<kVecs>(tile, strides, count, &stream);
    begin += count;
  }
}

// The same, with tiles that go on in the next row.
template <size_t kVecs>
void RunAcrossRows(const ConvArgs& args, const TileArgs& origin, size_t begin,
                   size_t end) {
  const Epilogue& e = args.epilogue;
  size_t tiles = TilesFor(end - begin, kVecs);
  WeightStream stream = StartStream(origin, kVecs, tiles);
  for (; tiles > 0; --tiles) {
    const size_t count = (end - begin + tiles - 1) / tiles;
    ListedPixels pixels;
    for (size_t i = 0; i < count; ++i) {
      const size_t y = (begin + i) / args.out_w;
      const size_t x = (begin + i) % args.out_w;
      pixels.src[i] = y * args.src_row_stride + x * args.src_pixel_stride;
      pixels.dst[i] = y * args.dst_row_stride + x * args.dst_pixel_stride;
      pixels.residual[i] =
          y * e.residual_row_stride + x * e.residual_pixel_stride;
    }
    kTiles<kVecs, ListedPixels>[count - 1](origin, stream, pixels);
    Advance(origin, &stream);
    begin += count;
  }
}

template <size_t kVecs>
void RunPanel(const ConvArgs& args, const TileArgs& origin, size_t begin,
              size_t end) {
  // Narrow maps leave row-bound tiles half empty: 7 = 7 + 0 of 14, 4 + 3 of 6.
  const size_t max_rows = MaxTileRows(kVecs);
  const size_t tiles = TilesFor(args.out_w, kVecs);
  const bool narrow = args.out_w * 8 < tiles * max_rows * 7;
  if (narrow && end - begin > args.out_w && args.out_w < 3 * max_rows) {
    RunAcrossRows<kVecs>(args, origin, begin, end);
  } else {
    RunRows<kVecs>(args, origin, begin, end);
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

}  // namespace

size_t ConvLanes() { return kLanes; }
size_t ConvPanel(size_t out_c) { return PanelVectors(out_c) * kLanes; }

void ConvBlocked(const ConvArgs& args, const ConvPacking& packing,
                 size_t pixel_begin, size_t pixel_end, size_t panel_begin,
                 size_t panel_end) {
  CAMGLASS_CHECK(packing.lanes == kLanes);
  const size_t block = BlockPixels(args, pixel_end - pixel_begin);
  const Epilogue& e = args.epilogue;
  for (size_t begin = pixel_begin; begin < pixel_end; begin += block) {
    const size_t end = std::min(pixel_end, begin + block);
    for (size_t panel = panel_begin; panel < panel_end; ++panel) {
      const size_t n = panel * packing.panel;
      const TileArgs origin = {args.src,
                               args.taps,
                               args.num_taps,
                               args.run,
                               args.weights + n * packing.depth,
                               e.bias + n,
                               args.dst + n,
                               e.residual == nullptr ? nullptr : e.residual + n,
                               e.lo,
                               e.hi};
      const size_t channels = std::min(packing.panel, packing.out_c - n);
      switch (channels / kLanes) {
        case 1:
          RunPanel<1>(args, origin, begin, end);
          break;
        case 2:
          RunPanel<2>(args, origin, begin, end);
          break;
        default:
          RunPanel<3>(args, origin, begin, end);
      }
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(ConvLanes);
HWY_EXPORT(ConvPanel);
HWY_EXPORT(ConvBlocked);

ConvPacking ChooseConvPacking(size_t depth, size_t out_c) {
  const size_t padded = PadChannels(out_c);
  return {HWY_DYNAMIC_DISPATCH(ConvLanes)(),
          HWY_DYNAMIC_DISPATCH(ConvPanel)(padded), depth, padded};
}

void PackConvPanel(const float* rows, size_t count, size_t in_c, size_t window,
                   const ConvPacking& packing, size_t panel, float* packed) {
  CAMGLASS_CHECK(packing.depth == window * in_c);
  const size_t width = packing.width(panel);
  CAMGLASS_CHECK(count <= width);
  packed += panel * packing.panel * packing.depth;
  for (size_t c = 0; c < in_c; ++c) {
    for (size_t n = 0; n < width; ++n) {
      const float* filter = rows + (n * in_c + c) * window;
      for (size_t tap = 0; tap < window; ++tap) {
        packed[(tap * in_c + c) * width + n] = n < count ? filter[tap] : 0.0f;
      }
    }
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
