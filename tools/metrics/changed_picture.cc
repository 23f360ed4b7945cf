#include "tools/metrics/changed_picture.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/check.h"

namespace camglass {
namespace {

constexpr ptrdiff_t kBlurReach = 5;
constexpr double kBlurDeviation = 5;

std::array<double, 2 * kBlurReach + 1> BlurTaps() {
  std::array<double, 2 * kBlurReach + 1> taps{};
  double sum = 0;
  for (ptrdiff_t i = -kBlurReach; i <= kBlurReach; ++i) {
    const double distance = static_cast<double>(i) / kBlurDeviation;
    sum += taps[static_cast<size_t>(i + kBlurReach)] =
        std::exp(-distance * distance / 2);
  }
  for (double& tap : taps) tap /= sum;
  return taps;
}

// One pass along lines of `count` values, `stride` apart.
void BlurLine(const double* from, size_t count, size_t stride, double* to) {
  static const auto taps = BlurTaps();
  const auto last = static_cast<ptrdiff_t>(count) - 1;
  for (ptrdiff_t i = 0; i <= last; ++i) {
    double sum = 0;
    for (ptrdiff_t k = -kBlurReach; k <= kBlurReach; ++k) {
      const auto at =
          static_cast<size_t>(std::clamp<ptrdiff_t>(i + k, 0, last));
      sum += taps[static_cast<size_t>(k + kBlurReach)] * from[at * stride];
    }
    to[static_cast<size_t>(i) * stride] = sum;
  }
}

}  // namespace

uint8_t ToByte(double value) {
  return static_cast<uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

Rgb NeutralColour(const InputTransform& transform) {
  Rgb colour{};
  for (size_t c = 0; c < 3; ++c)
    colour[transform.bgr ? 2 - c : c] =
        ToByte(-static_cast<double>(transform.add[c]) /
               static_cast<double>(transform.mul[c]));
  return colour;
}

Picture PlainPicture(Extent size, const Rgb& colour) {
  Picture plain(size.h, size.w);
  for (size_t i = 0; i < plain.rgb.size(); ++i) plain.rgb[i] = colour[i % 3];
  return plain;
}

Picture Dimmed(const Picture& picture, std::span<const double> weights,
               const Rgb& colour) {
  CAMGLASS_CHECK(weights.size() == picture.h * picture.w);
  Picture dimmed(picture.h, picture.w);
  for (size_t i = 0; i < dimmed.rgb.size(); ++i)
    dimmed.rgb[i] = ToByte(colour[i % 3] +
                           weights[i / 3] * (picture.rgb[i] - colour[i % 3]));
  return dimmed;
}

Picture BlurredAsRise(const Picture& picture) {
  const size_t row = picture.w * 3;
  const std::vector<double> values(picture.rgb.begin(), picture.rgb.end());
  std::vector<double> across(values.size());
  std::vector<double> both(values.size());
  for (size_t y = 0; y < picture.h; ++y)
    for (size_t ch = 0; ch < 3; ++ch)
      BlurLine(&values[y * row + ch], picture.w, 3, &across[y * row + ch]);
  for (size_t i = 0; i < row; ++i)
    BlurLine(&across[i], picture.h, row, &both[i]);
  Picture blurred(picture.h, picture.w);
  std::transform(both.begin(), both.end(), blurred.rgb.begin(), ToByte);
  return blurred;
}

}  // namespace camglass
