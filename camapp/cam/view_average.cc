#include "camapp/cam/view_average.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"

namespace camglass {
namespace {

ptrdiff_t Quarter(const AxisCells& axis) {
  return std::max<ptrdiff_t>(1, std::lround(axis.pitch / 4));
}

size_t Clamped(ptrdiff_t at, size_t length) {
  return static_cast<size_t>(
      std::clamp<ptrdiff_t>(at, 0, static_cast<ptrdiff_t>(length) - 1));
}

// A picture moved on shows what lay before: its cells are the earlier ones.
size_t Phase(ptrdiff_t moved) { return moved > 0 ? 0 : 1; }

}  // namespace

std::vector<InputView> ViewsOf(AverageRule rule, const CellGrid& cells) {
  std::vector<InputView> views;
  const auto add = [&](ptrdiff_t down, ptrdiff_t right) {
    views.push_back({false, down, right});
    if (rule.flip) views.push_back({true, down, right});
  };
  if (!rule.shift) {
    add(0, 0);
    return views;
  }
  const ptrdiff_t y = Quarter(cells.y);
  const ptrdiff_t x = Quarter(cells.x);
  for (const ptrdiff_t down : {y, -y})
    for (const ptrdiff_t right : {x, -x}) add(down, right);
  return views;
}

void MakeView(const Picture& input, const InputView& view, Picture* out) {
  out->Resize(input.extent());
  for (size_t y = 0; y < input.h; ++y) {
    const uint8_t* from =
        input.Row(Clamped(static_cast<ptrdiff_t>(y) - view.down, input.h));
    uint8_t* to = out->Row(y);
    for (size_t x = 0; x < input.w; ++x, to += 3) {
      const size_t moved = view.flipped ? input.w - 1 - x : x;
      const size_t at =
          Clamped(static_cast<ptrdiff_t>(moved) - view.right, input.w);
      std::copy_n(from + 3 * at, 3, to);
    }
  }
}

CellGrid AveragedCells(AverageRule rule, const CellGrid& cells, Extent features,
                       Extent input) {
  CellGrid grid = cells;
  if (rule.flip) {
    // A mirrored cell lies where its own one does, seen from the other side.
    const double last =
        cells.x.first + cells.x.pitch * static_cast<double>(features.w - 1);
    const double mirrored = static_cast<double>(input.w) - 1 - last;
    grid.x.first = (cells.x.first + mirrored) / 2;
  }
  if (rule.shift) {
    for (AxisCells* axis : {&grid.y, &grid.x}) {
      axis->first -= static_cast<double>(Quarter(*axis));
      axis->pitch /= 2;
    }
  }
  return grid;
}

void ViewAverage::Start(Extent features, size_t channels, size_t classes) {
  const size_t times = rule_.shift ? 2 : 1;
  features_.h = features.h * times;
  features_.w = features.w * times;
  features_.c = channels;
  features_.data.assign(features_.h * features_.w * channels, 0);
  logits_.assign(classes, 0);
  views_ = 0;
}

void ViewAverage::Add(const InputView& view, const TensorView& features,
                      const TensorView& logits) {
  CAMGLASS_CHECK(features.c == features_.c && logits.c == logits_.size());
  const size_t times = rule_.shift ? 2 : 1;
  const float part =
      rule_.flip ? 0.5f : 1.0f;  // of the views that share a cell
  const TensorView sums = features_.View();
  for (size_t y = 0; y < features.h; ++y)
    for (size_t x = 0; x < features.w; ++x) {
      const float* from = features.Pixel(y, x);
      const size_t column = view.flipped ? features.w - 1 - x : x;
      float* to = rule_.shift ? sums.Pixel(times * y + Phase(view.down),
                                           times * column + Phase(view.right))
                              : sums.Pixel(y, column);
      for (size_t ch = 0; ch < features.c; ++ch) to[ch] += part * from[ch];
    }
  for (size_t i = 0; i < logits_.size(); ++i)
    logits_[i] += static_cast<double>(logits.data[i]);
  ++views_;
}

void ViewAverage::Logits(std::vector<float>* logits) const {
  CAMGLASS_CHECK(views_ > 0);
  logits->resize(logits_.size());
  for (size_t i = 0; i < logits_.size(); ++i)
    (*logits)[i] = static_cast<float>(logits_[i] / static_cast<double>(views_));
}

}  // namespace camglass
