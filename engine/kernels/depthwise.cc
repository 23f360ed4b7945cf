#include "engine/kernels/depthwise.h"

#include "engine/kernels/conv.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/depthwise.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/simd-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

// What one vector of channels needs, whichever the pixel.
struct Lane {
  size_t pixel_stride;
  const float* weights;  // taps are `channels` apart
  size_t channels;
  FloatVec bias, lo, hi;
};

HWY_INLINE Lane LaneOf(const DepthwiseArgs& args, size_t c) {
  const FloatTag d;
  return {args.src_pixel_stride,   args.weights + c,
          PadChannels(args.dst.c), hn::Load(d, args.bias + c),
          hn::Set(d, args.lo),     hn::Set(d, args.hi)};
}

// The input row of output row y's taps ky.
HWY_INLINE const float* SrcRow(const DepthwiseArgs& args, size_t y, size_t ky) {
  const size_t row = args.src_first + y * args.stride + ky;
  return args.src + row % args.src_rows * args.src_row_stride;
}

// The rows of a 3x3 window.
struct Rows3 {
  const float* at[3];
};

// kPixels outputs of a 3x3 filter side by side; they share the input columns
// that their windows have in common.
template <size_t kStride, size_t kPixels>
HWY_INLINE void Step3x3(const Lane& lane, const Rows3& rows, size_t offset,
                        float* dst, size_t dst_stride) {
  const FloatTag d;
  constexpr size_t kColumns = (kPixels - 1) * kStride + 3;
  FloatVec sum[kPixels];
  Unroll<kPixels>([&](auto i) CAMGLASS_INLINE_LAMBDA { sum[i] = lane.bias; });
  Unroll<3>([&](auto ky) CAMGLASS_INLINE_LAMBDA {
    FloatVec column[kColumns];
    Unroll<kColumns>([&](auto x) CAMGLASS_INLINE_LAMBDA {
      column[x] = hn::LoadU(d, rows.at[ky] + offset + x * lane.pixel_stride);
    });
    Unroll<3>([&](auto kx) CAMGLASS_INLINE_LAMBDA {
      const FloatVec w =
          hn::Load(d, lane.weights + (ky * 3 + kx) * lane.channels);
      Unroll<kPixels>([&](auto i) CAMGLASS_INLINE_LAMBDA {
        sum[i] = hn::MulAdd(column[i * kStride + kx], w, sum[i]);
      });
    });
  });
  Unroll<kPixels>([&](auto i) CAMGLASS_INLINE_LAMBDA {
    hn::StoreU(ClampKeepNaN(sum[i], lane.lo, lane.hi), d, dst + i * dst_stride);
  });
}

// kPixels outputs from `offset` on in the rows, all channels: what lies side by
// side in memory is read side by side, which the caches' own prefetching needs.
template <size_t kStride, size_t kPixels>
HWY_INLINE void Pixels3x3(const DepthwiseArgs& args, const Rows3& rows,
                          size_t offset, float* dst, size_t c_begin,
                          size_t c_end) {
  for (size_t c = c_begin; c < c_end; c += kLanes) {
    Step3x3<kStride, kPixels>(LaneOf(args, c), rows, offset + c, dst + c,
                              args.dst.pixel_stride);
  }
}

template <size_t kStride>
HWY_INLINE void Row3x3(const DepthwiseArgs& args, size_t y, size_t c_begin,
                       size_t c_end) {
  // As many as the registers hold: columns + sums + one weight.
  constexpr size_t kMany = kStride == 1 ? 7 : 4;
  const Rows3 rows = {
      {SrcRow(args, y, 0), SrcRow(args, y, 1), SrcRow(args, y, 2)}};
  const size_t step = kStride * args.src_pixel_stride;
  size_t x = 0;
  for (; x + kMany <= args.dst.w; x += kMany) {
    Pixels3x3<kStride, kMany>(args, rows, x * step, args.dst.Pixel(y, x),
                              c_begin, c_end);
  }
  for (; x < args.dst.w; ++x) {
    Pixels3x3<kStride, 1>(args, rows, x * step, args.dst.Pixel(y, x), c_begin,
                          c_end);
  }
}

// Any filter size and stride, one output at a time.
HWY_INLINE void RowGeneral(const DepthwiseArgs& args, size_t y, size_t c_begin,
                           size_t c_end) {
  const FloatTag d;
  for (size_t x = 0; x < args.dst.w; ++x) {
    const size_t left = x * args.stride * args.src_pixel_stride;
    for (size_t c = c_begin; c < c_end; c += kLanes) {
      const Lane lane = LaneOf(args, c);
      FloatVec sum = lane.bias;
      for (size_t tap = 0; tap < args.kh * args.kw; ++tap) {
        const float* cell = SrcRow(args, y, tap / args.kw) + left + c +
                            (tap % args.kw) * lane.pixel_stride;
        const FloatVec w = hn::Load(d, lane.weights + tap * lane.channels);
        sum = hn::MulAdd(hn::LoadU(d, cell), w, sum);
      }
      hn::StoreU(ClampKeepNaN(sum, lane.lo, lane.hi), d,
                 args.dst.Pixel(y, x) + c);
    }
  }
}

}  // namespace

void DepthwiseRows(const DepthwiseArgs& args, size_t row_begin, size_t row_end,
                   size_t c_begin, size_t c_end) {
  const bool is_3x3 = args.kh == 3 && args.kw == 3;
  for (size_t y = row_begin; y < row_end; ++y) {
    if (is_3x3 && args.stride == 1) {
      Row3x3<1>(args, y, c_begin, c_end);
    } else if (is_3x3 && args.stride == 2) {
      Row3x3<2>(args, y, c_begin, c_end);
    } else {
      RowGeneral(args, y, c_begin, c_end);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(DepthwiseRows);

void PackDepthwise(const float* weights, size_t c, size_t kh, size_t kw,
                   float* packed) {
  const size_t channels = PadChannels(c);
  for (size_t tap = 0; tap < kh * kw; ++tap) {
    for (size_t ch = 0; ch < channels; ++ch) {
      *packed++ = ch < c ? weights[ch * kh * kw + tap] : 0.0f;
    }
  }
}

void Depthwise(const DepthwiseArgs& args, size_t row_begin, size_t row_end,
               size_t c_begin, size_t c_end) {
  HWY_DYNAMIC_DISPATCH(DepthwiseRows)
  (args, row_begin, row_end, c_begin, c_end);
}

}  // namespace camglass
#endif  // HWY_ONCE
