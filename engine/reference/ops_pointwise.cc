#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/reference/ops.h"

namespace camglass::reference {
namespace {

// A tensor of x's shape whose elements are f(channel index, x's value).
template <typename Function>
Tensor Map(const Tensor& x, const Function& f) {
  Tensor out(x.h, x.w, x.c);
  for (size_t i = 0; i < x.data.size(); ++i) {
    out.data[i] =
        static_cast<float>(f(i % x.c, static_cast<double>(x.data[i])));
  }
  return out;
}

double SumOfSquares(const float* values, size_t begin, size_t end) {
  double sum = 0;
  for (size_t i = begin; i < end; ++i) {
    sum += static_cast<double>(values[i]) * static_cast<double>(values[i]);
  }
  return sum;
}

// `x` and `out` hold the `channels` values of one pixel.
void NormalizePixel(const float* x, size_t channels, const Lrn& lrn,
                    float* out) {
  const size_t reach = lrn.size / 2;
  const double scale =
      static_cast<double>(lrn.alpha) / static_cast<double>(lrn.size);
  for (size_t ch = 0; ch < channels; ++ch) {
    const size_t begin = ch > reach ? ch - reach : 0;
    const size_t end = std::min(ch + reach + 1, channels);
    const double base =
        static_cast<double>(lrn.k) + scale * SumOfSquares(x, begin, end);
    out[ch] = static_cast<float>(static_cast<double>(x[ch]) /
                                 std::pow(base, static_cast<double>(lrn.beta)));
  }
}

void SoftmaxPixel(const float* x, size_t channels, float* out) {
  const double maximum =
      static_cast<double>(*std::max_element(x, x + channels));
  const auto power = [&](size_t ch) {
    return std::exp(static_cast<double>(x[ch]) - maximum);
  };
  double sum = 0;
  for (size_t ch = 0; ch < channels; ++ch) sum += power(ch);
  for (size_t ch = 0; ch < channels; ++ch) {
    out[ch] = static_cast<float>(power(ch) / sum);
  }
}

}  // namespace

double ActivateValue(double v, Activation kind) {
  if (kind == Activation::kNone) return v;
  if (v < 0) return 0;  // false for NaN, which goes through
  return kind == Activation::kRelu6 && v > 6 ? 6 : v;
}

Tensor Run(const Activate& act, const Operands& x) {
  return Map(x.In(),
             [&](size_t, double v) { return ActivateValue(v, act.kind); });
}

Tensor BatchNormalize(const Tensor& x, const BatchNormParams& params,
                      double eps) {
  return Map(x, [&](size_t ch, double v) {
    const double deviation =
        std::sqrt(static_cast<double>(params.var[ch]) + eps);
    return (v - static_cast<double>(params.mean[ch])) / deviation *
               static_cast<double>(params.weight[ch]) +
           static_cast<double>(params.bias[ch]);
  });
}

Tensor Run(const BatchNorm& norm, const Operands& x) {
  const BatchNormParams params = {x.Data(norm.weight), x.Data(norm.bias),
                                  x.Data(norm.mean), x.Data(norm.var)};
  return BatchNormalize(x.In(), params, norm.eps);
}

Tensor Run(const Lrn& lrn, const Operands& operands) {
  const Tensor& x = operands.In();
  Tensor out(x.h, x.w, x.c);
  for (size_t i = 0; i < x.data.size(); i += x.c) {
    NormalizePixel(&x.data[i], x.c, lrn, &out.data[i]);
  }
  return out;
}

Tensor Run(const Softmax&, const Operands& operands) {
  const Tensor& x = operands.In();
  Tensor out(x.h, x.w, x.c);
  for (size_t i = 0; i < x.data.size(); i += x.c) {
    SoftmaxPixel(&x.data[i], x.c, &out.data[i]);
  }
  return out;
}

Tensor Run(const Add&, const Operands& x) {
  const Tensor& a = x.In(0);
  const Tensor& b = x.In(1);
  CAMGLASS_CHECK(a.h == b.h && a.w == b.w && a.c == b.c);
  Tensor out(a.h, a.w, a.c);
  for (size_t i = 0; i < a.data.size(); ++i) {
    out.data[i] = static_cast<float>(static_cast<double>(a.data[i]) +
                                     static_cast<double>(b.data[i]));
  }
  return out;
}

Tensor Run(const Identity&, const Operands& x) { return x.In(); }

Tensor Run(const Concat&, const Operands& x) {
  const std::vector<const Tensor*>& parts = x.inputs;
  size_t channels = 0;
  for (const Tensor* part : parts) channels += part->c;
  Tensor out(parts[0]->h, parts[0]->w, channels);
  size_t offset = 0;
  for (const Tensor* part : parts) {
    CAMGLASS_CHECK(part->h == out.h && part->w == out.w);
    for (size_t pixel = 0; pixel < out.h * out.w; ++pixel) {
      std::copy_n(part->data.data() + pixel * part->c, part->c,
                  out.data.data() + pixel * channels + offset);
    }
    offset += part->c;
  }
  return out;
}

Tensor FullyConnected(const Tensor& x, size_t out_c, const float* weight,
                      const float* bias) {
  CAMGLASS_CHECK(x.h == 1 && x.w == 1);
  Tensor out(1, 1, out_c);
  for (size_t o = 0; o < out_c; ++o) {
    double sum = bias == nullptr ? 0.0 : static_cast<double>(bias[o]);
    for (size_t i = 0; i < x.c; ++i) {
      sum += static_cast<double>(x.data[i]) *
             static_cast<double>(weight[o * x.c + i]);
    }
    out.data[o] = static_cast<float>(sum);
  }
  return out;
}

Tensor Run(const Dense& dense, const Operands& x) {
  std::vector<float> scaled;
  const float* weight = (*x.params)[dense.weight].Rows(0, dense.out_c, &scaled);
  return FullyConnected(x.In(), dense.out_c, weight, x.Data(dense.bias));
}

}  // namespace camglass::reference
