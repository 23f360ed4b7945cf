#include <algorithm>
#include <vector>

#include "engine/reference/ops.h"

namespace camglass::reference {
namespace {

// Output channels of one group summed together: their sums stay in registers.
constexpr size_t kBlock = 8;

size_t OutputLength(size_t n, const AxisPadding& pad, size_t k, size_t stride) {
  const size_t padded = n + pad.before + pad.after;
  CAMGLASS_CHECK(padded >= k);
  return (padded - k) / stride + 1;
}

class Convolution {
 public:
  Convolution(const Tensor& x, const Conv2d& conv, const float* weight)
      : x_(x),
        conv_(conv),
        top_(VerticalPadding(conv, x.h).before),
        left_(HorizontalPadding(conv, x.w).before),
        in_c_(x.c / conv.groups),
        out_c_(conv.out_c / conv.groups),
        weight_(Rearrange(weight)) {}

  // Adds the convolution at output pixel (y, x) to sums [out_c].
  void AddTo(size_t y, size_t x, double* sums) const {
    for (size_t ky = 0; ky < conv_.kh; ++ky) {
      const size_t in_y = y * conv_.stride + ky;  // counted from the padding
      if (in_y < top_ || in_y >= top_ + x_.h) continue;
      for (size_t kx = 0; kx < conv_.kw; ++kx) {
        const size_t in_x = x * conv_.stride + kx;
        if (in_x < left_ || in_x >= left_ + x_.w) continue;
        const size_t pixel = (in_y - top_) * x_.w + (in_x - left_);
        AddTap(&x_.data[pixel * x_.c],
               &weight_[(ky * conv_.kw + kx) * in_c_ * conv_.out_c], sums);
      }
    }
  }

 private:
  // [out_c][in][kh][kw] to [kh][kw][in][out_c], so that the innermost loop runs
  // along memory.
  std::vector<double> Rearrange(const float* weight) const {
    const size_t taps = conv_.kh * conv_.kw;
    std::vector<double> result(conv_.out_c * in_c_ * taps);
    for (size_t o = 0; o < conv_.out_c; ++o) {
      for (size_t i = 0; i < in_c_; ++i) {
        for (size_t tap = 0; tap < taps; ++tap) {
          result[(tap * in_c_ + i) * conv_.out_c + o] =
              static_cast<double>(weight[(o * in_c_ + i) * taps + tap]);
        }
      }
    }
    return result;
  }

  // pixel [groups][in], weight [in][groups][out], sums [groups][out].
  void AddTap(const float* pixel, const double* weight, double* sums) const {
    for (size_t group = 0; group < conv_.groups; ++group) {
      for (size_t o = 0; o < out_c_; o += kBlock) {
        const size_t channel = group * out_c_ + o;
        AddBlock(pixel + group * in_c_, weight + channel,
                 std::min(kBlock, out_c_ - o), sums + channel);
      }
    }
  }

  // `count` output channels, kBlock at most.
  void AddBlock(const float* pixel, const double* weight, size_t count,
                double* sums) const {
    double block[kBlock] = {};
    for (size_t i = 0; i < in_c_; ++i, weight += conv_.out_c) {
      const double value = static_cast<double>(pixel[i]);
      if (count == kBlock) {
        for (size_t o = 0; o < kBlock; ++o) block[o] += value * weight[o];
      } else {
        for (size_t o = 0; o < count; ++o) block[o] += value * weight[o];
      }
    }
    for (size_t o = 0; o < count; ++o) sums[o] += block[o];
  }

  const Tensor& x_;
  const Conv2d& conv_;
  const size_t top_;
  const size_t left_;
  const size_t in_c_;   // of one group
  const size_t out_c_;  // of one group
  const std::vector<double> weight_;
};

}  // namespace

Tensor Convolve(const Tensor& x, const Conv2d& conv, const float* weight,
                const float* bias, const Tensor* residual) {
  Tensor out(
      OutputLength(x.h, VerticalPadding(conv, x.h), conv.kh, conv.stride),
      OutputLength(x.w, HorizontalPadding(conv, x.w), conv.kw, conv.stride),
      conv.out_c);
  const Convolution convolution(x, conv, weight);
  std::vector<double> sums(conv.out_c);
  for (size_t y = 0; y < out.h; ++y) {
    for (size_t xx = 0; xx < out.w; ++xx) {
      for (size_t o = 0; o < conv.out_c; ++o) {
        sums[o] = bias == nullptr ? 0.0 : static_cast<double>(bias[o]);
        if (residual != nullptr) {
          sums[o] += static_cast<double>(residual->At(y, xx, o));
        }
      }
      convolution.AddTo(y, xx, sums.data());
      for (size_t o = 0; o < conv.out_c; ++o) {
        out.At(y, xx, o) = static_cast<float>(ActivateValue(sums[o], conv.act));
      }
    }
  }
  return out;
}

Tensor Run(const Conv2d& conv, const Operands& x) {
  std::vector<float> scaled;
  const float* weight = (*x.params)[conv.weight].Rows(0, conv.out_c, &scaled);
  const Tensor* residual = x.inputs.size() == 2 ? &x.In(1) : nullptr;
  return Convolve(x.In(), conv, weight, x.Data(conv.bias), residual);
}

}  // namespace camglass::reference
