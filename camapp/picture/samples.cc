#include "camapp/picture/samples.h"

#include <limits>

namespace camglass {
namespace {

// Over white, rounded once: alpha first and depth first would differ.
template <typename Sample>
uint8_t OverWhite(uint64_t value, uint64_t alpha) {
  constexpr uint64_t kWhite = std::numeric_limits<Sample>::max();
  constexpr uint64_t kScale = kWhite * (kWhite / 255);
  const uint64_t mixed = value * alpha + kWhite * (kWhite - alpha);
  return static_cast<uint8_t>((mixed + kScale / 2) / kScale);
}

}  // namespace

template <typename Sample>
Picture RgbFromSamples(std::span<const Sample> samples, size_t h, size_t w,
                       size_t channels) {
  CAMGLASS_CHECK(channels >= 1 && channels <= 4);
  CAMGLASS_CHECK(samples.size() == h * w * channels);
  const bool has_alpha = channels % 2 == 0;
  const size_t step = channels < 3 ? 0 : 1;  // grey: the same sample thrice
  Picture picture(h, w);
  const Sample* from = samples.data();
  for (size_t o = 0; o < picture.rgb.size(); o += 3, from += channels) {
    const Sample alpha =
        has_alpha ? from[channels - 1] : std::numeric_limits<Sample>::max();
    for (size_t ch = 0; ch < 3; ++ch)
      picture.rgb[o + ch] = OverWhite<Sample>(from[ch * step], alpha);
  }
  return picture;
}

template Picture RgbFromSamples(std::span<const uint8_t>, size_t, size_t,
                                size_t);
template Picture RgbFromSamples(std::span<const uint16_t>, size_t, size_t,
                                size_t);

}  // namespace camglass
