#include "camapp/picture/evaluation_crop.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "camapp/picture/limits.h"

namespace camglass {
namespace {

constexpr int kFractionBits = 22;

// The taps of one output sample: consecutive inputs, weights as fractions of
// 2^kFractionBits.
struct FixedTaps {
  size_t first = 0;
  std::vector<int32_t> weight;
};

// A triangle of half width max(1, in / out) round the centre of output i, cut
// at the borders and scaled to sum 1.
FixedTaps TriangleTaps(size_t in, size_t out, size_t i) {
  const double scale = static_cast<double>(in) / static_cast<double>(out);
  const double half_width = std::max(scale, 1.0);
  const double centre = (static_cast<double>(i) + 0.5) * scale;
  const auto begin =
      static_cast<size_t>(std::max(0.0, std::floor(centre - half_width + 0.5)));
  const size_t end =
      std::min(in, static_cast<size_t>(std::floor(centre + half_width + 0.5)));
  std::vector<double> weights;
  double sum = 0;
  for (size_t j = begin; j < end; ++j) {
    const double distance =
        std::abs(static_cast<double>(j) - centre + 0.5) * (1 / half_width);
    weights.push_back(distance < 1 ? 1 - distance : 0);
    sum += weights.back();
  }
  FixedTaps taps{begin, {}};
  for (double weight : weights)
    taps.weight.push_back(static_cast<int32_t>(
        weight / sum * (int32_t{1} << kFractionBits) + 0.5));
  return taps;
}

// Outputs `from` to `from + count` of an axis.
std::vector<FixedTaps> AxisWindow(size_t in, size_t out, size_t from,
                                  size_t count) {
  std::vector<FixedTaps> taps;
  for (size_t i = 0; i < count; ++i)
    taps.push_back(TriangleTaps(in, out, from + i));
  return taps;
}

// The weighted sum of samples that lie `step` apart.
uint8_t Weighted(const uint8_t* samples, size_t step, const FixedTaps& taps) {
  int64_t sum = int64_t{1} << (kFractionBits - 1);
  for (size_t t = 0; t < taps.weight.size(); ++t)
    sum += int64_t{taps.weight[t]} * samples[(taps.first + t) * step];
  return static_cast<uint8_t>(
      std::clamp<int64_t>(sum >> kFractionBits, 0, 255));
}

Picture ResizeColumns(const Picture& picture,
                      const std::vector<FixedTaps>& taps) {
  Picture out(picture.h, taps.size());
  for (size_t y = 0; y < out.h; ++y)
    for (size_t x = 0; x < out.w; ++x)
      for (size_t ch = 0; ch < 3; ++ch)
        out.Row(y)[x * 3 + ch] = Weighted(picture.Row(y) + ch, 3, taps[x]);
  return out;
}

Picture ResizeRows(const Picture& picture, const std::vector<FixedTaps>& taps) {
  Picture out(taps.size(), picture.w);
  const size_t row_bytes = picture.w * 3;
  for (size_t y = 0; y < out.h; ++y)
    for (size_t i = 0; i < row_bytes; ++i)
      out.Row(y)[i] = Weighted(picture.rgb.data() + i, row_bytes, taps[y]);
  return out;
}

// (total - part) / 2, halves to even.
size_t CentredOffset(size_t total, size_t part) {
  const size_t twice = total - part;
  const size_t down = twice / 2;
  return twice % 2 == 0 ? down : down + down % 2;
}

}  // namespace

Region EvaluationCrop::InPicture(Extent picture) const {
  const double y_scale =
      static_cast<double>(picture.h) / static_cast<double>(resized.h);
  const double x_scale =
      static_cast<double>(picture.w) / static_cast<double>(resized.w);
  return {
      static_cast<double>(top) * y_scale, static_cast<double>(left) * x_scale,
      static_cast<double>(side) * y_scale, static_cast<double>(side) * x_scale};
}

StatusOr<EvaluationCrop> PlanEvaluationCrop(Extent picture, size_t resize,
                                            size_t side) {
  CAMGLASS_CHECK(picture.h > 0 && picture.w > 0 && side > 0);
  if (resize < side)
    return InvalidInput("a crop of " + std::to_string(side) +
                        " can't be cut from a picture resized to " +
                        std::to_string(resize));
  const uint64_t reference = std::min(picture.h, picture.w);
  const auto scaled = [&](uint64_t length) {
    return length * resize / reference;
  };
  EvaluationCrop crop{{scaled(picture.h), scaled(picture.w)}, side, 0, 0};
  if (resize > limits::kMaxInputPixels ||
      crop.resized.h * crop.resized.w > limits::kMaxInputPixels)
    return InvalidInput("the picture of " + std::to_string(picture.w) + " x " +
                        std::to_string(picture.h) +
                        " is too long for the evaluation crop; crop it first");
  crop.top = CentredOffset(crop.resized.h, side);
  crop.left = CentredOffset(crop.resized.w, side);
  return crop;
}

Picture CropForEvaluation(const Picture& picture, const EvaluationCrop& crop) {
  const Picture narrow = ResizeColumns(
      picture, AxisWindow(picture.w, crop.resized.w, crop.left, crop.side));
  return ResizeRows(narrow,
                    AxisWindow(picture.h, crop.resized.h, crop.top, crop.side));
}

}  // namespace camglass
