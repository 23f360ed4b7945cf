#include "camapp/picture/bilinear_scaler.h"

#include <algorithm>
#include <cmath>

#include "camapp/picture/kernels/argb_rows.h"
#include "camapp/picture/kernels/bilinear_rows.h"
#include "engine/base/check.h"

namespace camglass {

BilinearScaler::Axis BilinearScaler::AxisFor(size_t in, size_t out) {
  CAMGLASS_CHECK(in > 0 && out > 0);
  Axis axis;
  axis.first.reserve(out);
  axis.weight.reserve(out);
  const double step = static_cast<double>(in) / static_cast<double>(out);
  const double last = static_cast<double>(in - 1);
  for (size_t i = 0; i < out; ++i) {
    const double place =
        std::clamp((static_cast<double>(i) + 0.5) * step - 0.5, 0.0, last);
    // The last sample is the second of the last pair, where there are two.
    const double first = std::min(std::floor(place), std::max(last - 1.0, 0.0));
    axis.first.push_back(static_cast<uint32_t>(first));
    axis.weight.push_back(static_cast<uint32_t>(
        std::lround((place - first) * double{kWholeWeight})));
  }
  return axis;
}

void BilinearScaler::Prepare(Extent in, Extent out, bool mirror) {
  if (in == in_ && out == out_ && mirror == mirror_) return;
  in_ = in;
  out_ = out;
  mirror_ = mirror;
  vertical_ = AxisFor(in.h, out.h);
  horizontal_ = AxisFor(in.w, out.w);
  if (mirror) {
    std::reverse(horizontal_.first.begin(), horizontal_.first.end());
    std::reverse(horizontal_.weight.begin(), horizontal_.weight.end());
  }
  mixed_.resize(3 * in.w);
  words_.resize(in.w + 1);
  for (auto& row : scaled_) row.resize(out.w);
}

void BilinearScaler::ScaleRow(const uint8_t* rgb, uint32_t* argb) {
  if (in_.w == out_.w && !mirror_) return RgbToArgbRow(rgb, in_.w, argb);
  RgbToArgbRow(rgb, in_.w, words_.data());
  MixNeighbours(words_.data(), horizontal_.first.data(),
                horizontal_.weight.data(), out_.w, argb);
}

void BilinearScaler::MixThenScaleRows(const Picture& picture, uint32_t* argb,
                                      size_t stride) {
  for (size_t y = 0; y < out_.h; ++y) {
    const size_t first = vertical_.first[y];
    const uint8_t* row = picture.Row(first);
    if (vertical_.weight[y] != 0) {
      MixByteRows(row, picture.Row(first + 1), vertical_.weight[y], 3 * in_.w,
                  mixed_.data());
      row = mixed_.data();
    }
    ScaleRow(row, argb + y * stride);
  }
}

void BilinearScaler::ScaleThenMixRows(const Picture& picture, uint32_t* argb,
                                      size_t stride) {
  size_t scaled = 0;  // rows of the picture; the last two are kept
  for (size_t y = 0; y < out_.h; ++y) {
    const size_t first = vertical_.first[y];
    const size_t second = std::min(first + 1, in_.h - 1);
    for (; scaled <= second; ++scaled)
      ScaleRow(picture.Row(scaled), scaled_[scaled % 2].data());
    MixByteRows(reinterpret_cast<const uint8_t*>(scaled_[first % 2].data()),
                reinterpret_cast<const uint8_t*>(scaled_[second % 2].data()),
                vertical_.weight[y], sizeof(uint32_t) * out_.w,
                reinterpret_cast<uint8_t*>(argb + y * stride));
  }
}

// Whatever way scales fewer rows.
void BilinearScaler::Apply(const Picture& picture, uint32_t* argb,
                           size_t stride) {
  CAMGLASS_CHECK(picture.extent() == in_);
  if (out_.h > in_.h)
    ScaleThenMixRows(picture, argb, stride);
  else
    MixThenScaleRows(picture, argb, stride);
}

}  // namespace camglass
