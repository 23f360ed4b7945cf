#include "tools/audit/exchange/texture_exchange.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <vector>

#include "engine/base/check.h"
#include "tools/audit/exchange/fourier.h"
#include "tools/audit/exchange/pixel_byte.h"

namespace camglass {
namespace {

using Spectrum = std::vector<std::complex<float>>;

constexpr double kLowest = 1.0 / 24;  // cycles per pixel
constexpr double kFull = 1.0 / 16;
constexpr float kNoZero = 1e-3f;

Spectrum SpectrumOf(const Picture& picture, size_t channel,
                    GridTransform* forward) {
  Spectrum values(picture.h * picture.w);
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(picture.rgb[3 * i + channel]);
  forward->Apply(&values);
  return values;
}

// Of index i among n: the nearer of both ways around.
double Frequency(size_t i, size_t n) {
  return static_cast<double>(std::min(i, n - i)) / static_cast<double>(n);
}

// h for every index of the transform.
std::vector<float> HighPass(Extent size) {
  std::vector<float> high;
  high.reserve(size.h * size.w);
  for (size_t y = 0; y < size.h; ++y)
    for (size_t x = 0; x < size.w; ++x) {
      const double f = std::hypot(Frequency(y, size.h), Frequency(x, size.w));
      high.push_back(static_cast<float>(
          std::clamp((f - kLowest) / (kFull - kLowest), 0.0, 1.0)));
    }
  return high;
}

void TakeStrengths(const Spectrum& donor, const std::vector<float>& high,
                   Spectrum* spectrum) {
  for (size_t i = 0; i < donor.size(); ++i) {
    const float own = std::abs((*spectrum)[i]);
    const float other = std::abs(donor[i]);
    (*spectrum)[i] *= 1 - high[i] + high[i] * other / (own + kNoZero);
  }
}

constexpr double kSigma = 3;
constexpr size_t kReach = 12;  // four sigma

// The weights of distances 0 to kReach; on both sides they sum to 1.
std::array<double, kReach + 1> GaussianWeights() {
  std::array<double, kReach + 1> weights{};
  double sum = 0;
  for (size_t d = 0; d <= kReach; ++d) {
    const double z = static_cast<double>(d) / kSigma;
    weights[d] = std::exp(-0.5 * z * z);
    sum += d == 0 ? weights[d] : 2 * weights[d];
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

// Where position i lies when a row of n is mirrored at its ends again and
// again.
size_t Mirrored(ptrdiff_t i, size_t n) {
  const auto period = static_cast<ptrdiff_t>(2 * n);
  const auto at = static_cast<size_t>(((i % period) + period) % period);
  return at < n ? at : 2 * n - 1 - at;
}

// One line of `count` samples, `stride` apart. `padded` is room to work in.
void BlurLine(const double* from, size_t count, size_t stride,
              std::vector<double>* padded, double* to) {
  static const std::array<double, kReach + 1> weights = GaussianWeights();
  padded->resize(count + 2 * kReach);
  for (size_t i = 0; i < padded->size(); ++i) {
    const auto at = static_cast<ptrdiff_t>(i) - static_cast<ptrdiff_t>(kReach);
    (*padded)[i] = from[Mirrored(at, count) * stride];
  }
  for (size_t i = 0; i < count; ++i) {
    const double* middle = padded->data() + i + kReach;
    double sum = weights[0] * *middle;
    for (size_t d = 1; d <= kReach; ++d)
      sum += weights[d] * (*(middle - d) + middle[d]);
    to[i * stride] = sum;
  }
}

}  // namespace

Picture WithTextureOf(const Picture& picture, const Picture& donor) {
  CAMGLASS_CHECK(donor.h == picture.h && donor.w == picture.w);
  GridTransform forward(picture.extent(), false);
  GridTransform backward(picture.extent(), true);
  const std::vector<float> high = HighPass(picture.extent());
  const auto count = static_cast<float>(picture.h * picture.w);
  Picture result(picture.h, picture.w);
  for (size_t channel = 0; channel < 3; ++channel) {
    Spectrum spectrum = SpectrumOf(picture, channel, &forward);
    TakeStrengths(SpectrumOf(donor, channel, &forward), high, &spectrum);
    backward.Apply(&spectrum);
    for (size_t i = 0; i < spectrum.size(); ++i)
      result.rgb[3 * i + channel] =
          PixelByte(static_cast<double>(spectrum[i].real() / count));
  }
  return result;
}

Picture Blurred(const Picture& picture) {
  std::vector<double> values(picture.rgb.begin(), picture.rgb.end());
  std::vector<double> rows(values.size());
  std::vector<double> padded;
  for (size_t y = 0; y < picture.h; ++y)
    for (size_t c = 0; c < 3; ++c) {
      const size_t start = y * picture.w * 3 + c;
      BlurLine(&values[start], picture.w, 3, &padded, &rows[start]);
    }
  for (size_t start = 0; start < picture.w * 3; ++start)
    BlurLine(&rows[start], picture.h, picture.w * 3, &padded, &values[start]);
  Picture blurred(picture.h, picture.w);
  std::transform(values.begin(), values.end(), blurred.rgb.begin(), PixelByte);
  return blurred;
}

}  // namespace camglass
