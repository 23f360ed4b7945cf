#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/reference/ops.h"

namespace camglass::reference {
namespace {

// The part of a pool's window, along one axis, that lies inside the input.
struct Window {
  size_t begin;
  size_t end;
  size_t padded_length;  // of the part inside the padded input
};

template <typename Pool>
Window WindowAt(const Pool& pool, size_t index, size_t n) {
  const size_t start = index * pool.stride;  // counted from the padding
  const size_t end = std::min(start + pool.k, n + 2 * pool.pad);
  return {std::max(start, pool.pad) - pool.pad, std::min(end - pool.pad, n),
          end - start};
}

// Calls reduce(rows, columns, channel) for each output element.
template <typename Pool, typename Reduce>
Tensor PoolWith(const Tensor& x, const Pool& pool, const Reduce& reduce) {
  Tensor out(PoolLength(x.h, pool.k, pool.stride, pool.pad, pool.ceil),
             PoolLength(x.w, pool.k, pool.stride, pool.pad, pool.ceil), x.c);
  for (size_t y = 0; y < out.h; ++y) {
    const Window rows = WindowAt(pool, y, x.h);
    for (size_t xx = 0; xx < out.w; ++xx) {
      const Window columns = WindowAt(pool, xx, x.w);
      for (size_t ch = 0; ch < x.c; ++ch) {
        out.At(y, xx, ch) = reduce(rows, columns, ch);
      }
    }
  }
  return out;
}

double SumOf(const Tensor& x, const Window& rows, const Window& columns,
             size_t channel) {
  double sum = 0;
  for (size_t y = rows.begin; y < rows.end; ++y) {
    for (size_t xx = columns.begin; xx < columns.end; ++xx) {
      sum += static_cast<double>(x.At(y, xx, channel));
    }
  }
  return sum;
}

float MaximumOf(const Tensor& x, const Window& rows, const Window& columns,
                size_t channel) {
  float maximum = -std::numeric_limits<float>::infinity();
  for (size_t y = rows.begin; y < rows.end; ++y) {
    for (size_t xx = columns.begin; xx < columns.end; ++xx) {
      const float v = x.At(y, xx, channel);
      if (v > maximum || std::isnan(v)) maximum = v;
    }
  }
  return maximum;
}

}  // namespace

Tensor Run(const MaxPool& pool, const Operands& operands) {
  const Tensor& x = operands.In();
  return PoolWith(x, pool,
                  [&](const Window& rows, const Window& columns, size_t ch) {
                    return MaximumOf(x, rows, columns, ch);
                  });
}

Tensor Run(const AvgPool& pool, const Operands& operands) {
  const Tensor& x = operands.In();
  return PoolWith(
      x, pool, [&](const Window& rows, const Window& columns, size_t ch) {
        const size_t cells =
            pool.count_pad
                ? rows.padded_length * columns.padded_length
                : (rows.end - rows.begin) * (columns.end - columns.begin);
        return static_cast<float>(SumOf(x, rows, columns, ch) /
                                  static_cast<double>(cells));
      });
}

Tensor Run(const GlobalAvgPool&, const Operands& operands) {
  const Tensor& x = operands.In();
  const Window rows{0, x.h, x.h};
  const Window columns{0, x.w, x.w};
  Tensor out(1, 1, x.c);
  for (size_t ch = 0; ch < x.c; ++ch) {
    out.data[ch] = static_cast<float>(SumOf(x, rows, columns, ch) /
                                      static_cast<double>(x.h * x.w));
  }
  return out;
}

}  // namespace camglass::reference
