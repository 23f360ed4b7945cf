#include "engine/plan/weight_rows.h"

#include <algorithm>
#include <cmath>

namespace camglass {
namespace {

constexpr int kMostExponent = 126;  // so that 2^-e is a normal f32, too

}  // namespace

WeightRows::WeightRows(const Param& param, size_t begin, size_t end,
                       RowFactors factors, RowWorkspace* work)
    : param_(param),
      begin_(begin),
      end_(end),
      work_(work),
      data_(factors == RowFactors::kApart
                ? param.data + begin * param.row_size()
                : param.Rows(begin, end, &work->scaled)) {}

const float* WeightRows::Ungrouped(const Conv2d& conv, size_t in_c,
                                   size_t first) const {
  const size_t window = conv.kh * conv.kw;
  const size_t group_run = in_c / conv.groups * window;
  const size_t group_out = conv.out_c / conv.groups;
  work_->filled.assign(count() * in_c * window, 0.0f);
  for (size_t n = 0; n < count(); ++n) {
    const size_t group = (first + n) / group_out;
    std::copy_n(data_ + n * group_run, group_run,
                work_->filled.data() + n * in_c * window + group * group_run);
  }
  return work_->filled.data();
}

const float* WeightRows::Levelled(float most, float* scale) const {
  const size_t row = param_.row_size();
  work_->filled.resize(count() * row);
  for (size_t n = 0; n < count(); ++n) {
    const float* from = data_ + n * row;
    float largest = 0;
    for (size_t i = 0; i < row; ++i) {
      largest = std::max(largest, std::abs(from[i]));
    }
    int over = 0;  // largest / most < 2^over, and no less than half of that
    if (std::isfinite(largest)) std::frexp(largest / most, &over);
    over = std::clamp(over, -kMostExponent, kMostExponent);
    scale[n] = std::ldexp(1.0f, over);
    const float factor = std::ldexp(1.0f, -over);
    for (size_t i = 0; i < row; ++i) {
      work_->filled[n * row + i] = from[i] * factor;
    }
  }
  return work_->filled.data();
}

}  // namespace camglass
