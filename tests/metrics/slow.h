// Metrics once more, as short as they can be, and pictures for their tests.
#ifndef CAMGLASS_TESTS_METRICS_SLOW_H_
#define CAMGLASS_TESTS_METRICS_SLOW_H_

#include <cstddef>
#include <random>
#include <vector>

#include "tools/metrics/changed_picture.h"
#include "tools/metrics/heat.h"

namespace camglass {

inline Picture RandomPicture(Extent size, unsigned seed) {
  std::mt19937 random(seed);
  Picture picture(size.h, size.w);
  for (uint8_t& byte : picture.rgb) byte = static_cast<uint8_t>(random());
  return picture;
}

inline Heat RandomHeat(Extent size, unsigned seed) {
  std::mt19937 random(seed);
  Heat heat = {size, {}};
  for (size_t i = 0; i < size.h * size.w; ++i)
    heat.values.push_back(static_cast<float>(random() % 100'000));
  return heat;
}

// A network whose score is the mean of the red channel, 0 to 1; its logit the
// first pixel's red over 100.
inline StatusOr<ClassWord> MeanRed(const Picture& picture) {
  double sum = 0;
  for (size_t i = 0; i < picture.rgb.size(); i += 3) sum += picture.rgb[i];
  const double score = sum / 255 / static_cast<double>(picture.rgb.size()) * 3;
  return ClassWord{score, picture.rgb[0] / 100.0, score > 0.5};
}

// Pixels of one row or column of numbers.
inline Picture GreyPicture(Extent size, const std::vector<uint8_t>& values) {
  Picture picture(size.h, size.w);
  for (size_t i = 0; i < picture.rgb.size(); ++i)
    picture.rgb[i] = values[i / 3];
  return picture;
}

}  // namespace camglass

#endif  // CAMGLASS_TESTS_METRICS_SLOW_H_
