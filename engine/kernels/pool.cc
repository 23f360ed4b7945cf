#include "engine/kernels/pool.h"

#include <algorithm>

#include "engine/kernels/conv.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/pool.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "engine/kernels/simd-inl.h"
// clang-format on

#ifndef CAMGLASS_ENGINE_KERNELS_POOL_SPAN_
#define CAMGLASS_ENGINE_KERNELS_POOL_SPAN_
namespace camglass {
// The part of a window that lies inside the input, along one axis.
struct PoolSpan {
  size_t begin;
  size_t end;
  size_t padded;  // length of the window inside the padded input
};
inline PoolSpan CutWindow(size_t out, const PoolArgs& args, size_t n) {
  const size_t first = out * args.stride;  // in padded coordinates
  const size_t last = std::min(first + args.k, n + 2 * args.pad);
  return {first < args.pad ? 0 : first - args.pad,
          std::min(n, std::max(last, args.pad) - args.pad), last - first};
}

// The outputs along one axis, of `out_n`, whose windows lie inside the input.
struct PoolRange {
  size_t begin;
  size_t end;  // >= begin
};
inline PoolRange WholeWindows(const PoolArgs& args, size_t n, size_t out_n) {
  const size_t begin =
      std::min(out_n, (args.pad + args.stride - 1) / args.stride);
  if (n + args.pad < args.k) return {begin, begin};
  const size_t end = (n + args.pad - args.k) / args.stride + 1;
  return {begin, std::max(begin, std::min(out_n, end))};
}
}  // namespace camglass
#endif

HWY_BEFORE_NAMESPACE();
namespace camglass {
namespace HWY_NAMESPACE {
namespace {

// The larger; NaN if either is.
HWY_INLINE FloatVec MaxOrNaN(FloatVec a, FloatVec b) {
  return hn::IfThenElse(hn::IsNaN(a), a, MaxKeepNaN(b, a));
}

HWY_INLINE FloatVec MaxOfWindow(const PoolArgs& args, const PoolSpan& ys,
                                const PoolSpan& xs, size_t c) {
  const FloatTag d;
  FloatVec best = hn::LoadU(d, args.src.Pixel(ys.begin, xs.begin) + c);
  for (size_t y = ys.begin; y < ys.end; ++y) {
    const float* cell = args.src.Pixel(y, xs.begin) + c;
    for (size_t x = xs.begin; x < xs.end; ++x) {
      best = MaxOrNaN(best, hn::LoadU(d, cell));
      cell += args.src.pixel_stride;
    }
  }
  return best;
}

// kPixels whole 3x3 windows side by side; each column of three is reduced once
// for all windows that share it.
template <size_t kStride, size_t kPixels>
HWY_INLINE void MaxStep3x3(const float* src, size_t row_stride,
                           size_t pixel_stride, float* dst, size_t dst_stride) {
  const FloatTag d;
  constexpr size_t kColumns = (kPixels - 1) * kStride + 3;
  FloatVec column[kColumns];
  Unroll<kColumns>([&](auto x) CAMGLASS_INLINE_LAMBDA {
    const float* cell = src + x * pixel_stride;
    column[x] =
        MaxOrNaN(MaxOrNaN(hn::LoadU(d, cell), hn::LoadU(d, cell + row_stride)),
                 hn::LoadU(d, cell + 2 * row_stride));
  });
  Unroll<kPixels>([&](auto i) CAMGLASS_INLINE_LAMBDA {
    const FloatVec best =
        MaxOrNaN(MaxOrNaN(column[i * kStride], column[i * kStride + 1]),
                 column[i * kStride + 2]);
    hn::StoreU(best, d, dst + i * dst_stride);
  });
}

// Output pixels [x_begin, x_end) of row y, whose windows lie inside the input.
template <size_t kStride>
HWY_INLINE void MaxInside3x3(const PoolArgs& args, size_t y, size_t x_begin,
                             size_t x_end) {
  constexpr size_t kMany = kStride == 1 ? 6 : 4;
  const TensorView& src = args.src;
  const size_t channels = PadChannels(args.dst.c);
  const float* row = src.Pixel(y * kStride - args.pad, 0);
  for (size_t x = x_begin; x < x_end;) {
    const bool many = x + kMany <= x_end;
    const float* cell = row + (x * kStride - args.pad) * src.pixel_stride;
    float* dst = args.dst.Pixel(y, x);
    for (size_t c = 0; c < channels; c += kLanes) {
      if (many) {
        MaxStep3x3<kStride, kMany>(cell + c, src.row_stride, src.pixel_stride,
                                   dst + c, args.dst.pixel_stride);
      } else {
        MaxStep3x3<kStride, 1>(cell + c, src.row_stride, src.pixel_stride,
                               dst + c, args.dst.pixel_stride);
      }
    }
    x += many ? kMany : 1;
  }
}

HWY_INLINE FloatVec SumOfWindow(const PoolArgs& args, const PoolSpan& ys,
                                const PoolSpan& xs, size_t c) {
  const FloatTag d;
  FloatVec sum = hn::Zero(d);
  for (size_t y = ys.begin; y < ys.end; ++y) {
    const float* cell = args.src.Pixel(y, xs.begin) + c;
    for (size_t x = xs.begin; x < xs.end; ++x) {
      sum = hn::Add(sum, hn::LoadU(d, cell));
      cell += args.src.pixel_stride;
    }
  }
  return sum;
}

}  // namespace

// Output pixels [x_begin, x_end) of row y, windows cut at the edges.
void MaxCut(const PoolArgs& args, size_t y, size_t x_begin, size_t x_end) {
  const FloatTag d;
  const size_t channels = PadChannels(args.dst.c);
  const PoolSpan ys = CutWindow(y, args, args.src.h);
  for (size_t x = x_begin; x < x_end; ++x) {
    const PoolSpan xs = CutWindow(x, args, args.src.w);
    for (size_t c = 0; c < channels; c += kLanes) {
      hn::StoreU(MaxOfWindow(args, ys, xs, c), d, args.dst.Pixel(y, x) + c);
    }
  }
}

void MaxRows(const PoolArgs& args, size_t row_begin, size_t row_end) {
  const bool is_3x3 = args.k == 3 && (args.stride == 1 || args.stride == 2);
  const PoolRange rows = WholeWindows(args, args.src.h, args.dst.h);
  const PoolRange columns = WholeWindows(args, args.src.w, args.dst.w);
  for (size_t y = row_begin; y < row_end; ++y) {
    if (!is_3x3 || y < rows.begin || y >= rows.end) {
      MaxCut(args, y, 0, args.dst.w);
      continue;
    }
    MaxCut(args, y, 0, columns.begin);
    if (args.stride == 1) {
      MaxInside3x3<1>(args, y, columns.begin, columns.end);
    } else {
      MaxInside3x3<2>(args, y, columns.begin, columns.end);
    }
    MaxCut(args, y, columns.end, args.dst.w);
  }
}

void AvgRows(const PoolArgs& args, size_t row_begin, size_t row_end) {
  const FloatTag d;
  const size_t channels = PadChannels(args.dst.c);
  for (size_t y = row_begin; y < row_end; ++y) {
    const PoolSpan ys = CutWindow(y, args, args.src.h);
    for (size_t x = 0; x < args.dst.w; ++x) {
      const PoolSpan xs = CutWindow(x, args, args.src.w);
      const size_t cells = args.count_pad
                               ? ys.padded * xs.padded
                               : (ys.end - ys.begin) * (xs.end - xs.begin);
      const FloatVec count = hn::Set(d, static_cast<float>(cells));
      float* dst = args.dst.Pixel(y, x);
      for (size_t c = 0; c < channels; c += kLanes) {
        hn::StoreU(hn::Div(SumOfWindow(args, ys, xs, c), count), d, dst + c);
      }
    }
  }
}

void MeanOfMap(const TensorView& src, float* dst, size_t c_begin,
               size_t c_end) {
  const FloatTag d;
  const FloatVec count = hn::Set(d, static_cast<float>(src.h * src.w));
  for (size_t c = c_begin; c < c_end; c += kLanes) {
    FloatVec sum = hn::Zero(d);
    for (size_t y = 0; y < src.h; ++y) {
      FloatVec row = hn::Zero(d);
      const float* cell = src.Pixel(y, 0) + c;
      for (size_t x = 0; x < src.w; ++x) {
        row = hn::Add(row, hn::LoadU(d, cell + x * src.pixel_stride));
      }
      sum = hn::Add(sum, row);
    }
    hn::StoreU(hn::Div(sum, count), d, dst + c);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace camglass
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace camglass {

HWY_EXPORT(MaxRows);
HWY_EXPORT(AvgRows);
HWY_EXPORT(MeanOfMap);

void MaxPoolRows(const PoolArgs& args, size_t row_begin, size_t row_end) {
  HWY_DYNAMIC_DISPATCH(MaxRows)(args, row_begin, row_end);
}

void AvgPoolRows(const PoolArgs& args, size_t row_begin, size_t row_end) {
  HWY_DYNAMIC_DISPATCH(AvgRows)(args, row_begin, row_end);
}

void GlobalMean(const TensorView& src, float* dst, size_t c_begin,
                size_t c_end) {
  HWY_DYNAMIC_DISPATCH(MeanOfMap)(src, dst, c_begin, c_end);
}

}  // namespace camglass
#endif  // HWY_ONCE
