#include "engine/plan/step.h"

#include <cstring>

#include "engine/kernels/conv.h"

namespace camglass {
namespace {

// Clears `count` pixels' share of this view's channels.
void ZeroPixels(const TensorView& view, float* first, size_t count) {
  const size_t channels = PadChannels(view.c);
  if (channels == view.pixel_stride) {
    std::memset(first, 0, count * channels * sizeof(float));
    return;
  }
  for (size_t i = 0; i < count; ++i) {
    std::memset(first + i * view.pixel_stride, 0, channels * sizeof(float));
  }
}

// The zeros that padded convolutions will read around this value, of the rows
// [begin, end) counted from the top of the halo. They must be written in every
// run, since other values share the memory.
void ZeroHalo(const TensorView& view, const Halo& halo, size_t begin,
              size_t end) {
  float* row = view.data - halo.left * view.pixel_stride -
               halo.top * view.row_stride + begin * view.row_stride;
  for (size_t y = begin; y < end; ++y, row += view.row_stride) {
    if (y < halo.top || y >= halo.top + view.h) {
      ZeroPixels(view, row, view.w + halo.left + halo.right);
      continue;
    }
    ZeroPixels(view, row, halo.left);
    ZeroPixels(view, row + (halo.left + view.w) * view.pixel_stride,
               halo.right);
  }
}

}  // namespace

void RunUnits(const Step& step, size_t begin, size_t end,
              const Scratch& scratch) {
  if (!step.halo.empty()) {
    // Each unit clears its part of the rows, mostly near what it writes.
    const size_t rows = step.halo.top + step.view.h + step.halo.bottom;
    ZeroHalo(step.view, step.halo, rows * begin / step.units,
             rows * end / step.units);
  }
  step.run(begin, end, scratch);
}

}  // namespace camglass
