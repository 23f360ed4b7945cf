// Shapes and views of activations. Everything is NHWC with N = 1.
#ifndef CAMGLASS_ENGINE_TENSOR_H_
#define CAMGLASS_ENGINE_TENSOR_H_

#include <cstddef>
#include <vector>

#include "engine/base/check.h"

namespace camglass {

// How a number of a value, or of packed weights, lies in memory.
enum class DType { kF32, kF16 };

inline constexpr size_t BytesOf(DType type) {
  switch (type) {
    case DType::kF32:
      return 4;
    case DType::kF16:
      return 2;
  }
  return 0;
}

// Height and width, in pixels or map cells.
struct Extent {
  size_t h = 0;
  size_t w = 0;
  bool operator==(const Extent&) const = default;
};

// Where one activation lies in memory: element (y, x, ch) is at
// data[y * row_stride + x * pixel_stride + ch]. Strides count floats. Does not
// own. A slice of a concat is such a view: same strides, fewer channels.
struct TensorView {
  float* data = nullptr;
  size_t h = 0;
  size_t w = 0;
  size_t c = 0;
  size_t row_stride = 0;
  size_t pixel_stride = 0;

  float* Pixel(size_t y, size_t x) const {
    return data + y * row_stride + x * pixel_stride;
  }
  float& At(size_t y, size_t x, size_t ch) const { return Pixel(y, x)[ch]; }
};

// An activation with memory of its own, dense: data[(y * w + x) * c + ch].
struct Tensor {
  size_t h = 0;
  size_t w = 0;
  size_t c = 0;
  std::vector<float> data;

  Tensor() = default;
  Tensor(size_t height, size_t width, size_t channels)
      : h(height), w(width), c(channels), data(height * width * channels) {}

  float& At(size_t y, size_t x, size_t ch) {
    return data[(y * w + x) * c + ch];
  }
  float At(size_t y, size_t x, size_t ch) const {
    return data[(y * w + x) * c + ch];
  }
  // A view of this tensor's memory; valid while the tensor lives unchanged.
  TensorView View() { return {data.data(), h, w, c, w * c, c}; }
};

// A dense copy of what `view` shows.
inline Tensor CopyOf(const TensorView& view) {
  Tensor out(view.h, view.w, view.c);
  for (size_t y = 0; y < view.h; ++y)
    for (size_t x = 0; x < view.w; ++x)
      for (size_t ch = 0; ch < view.c; ++ch)
        out.At(y, x, ch) = view.At(y, x, ch);
  return out;
}

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_TENSOR_H_
