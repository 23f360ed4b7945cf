#include "tests/live/pattern_jpegs.h"

#include "camapp/capture/frame_to_rgb.h"
#include "camapp/live/frame_sources.h"
#include "camapp/picture/jpeg/frame_encoder.h"
#include "engine/base/check.h"

namespace camglass {

std::vector<std::vector<uint8_t>> PatternJpegs(uint32_t width, uint32_t height,
                                               size_t count) {
  constexpr double kAsFastAsPossible = 1e6;
  constexpr int kQuality = 80;
  auto pattern = MakePattern(width, height, kAsFastAsPossible);
  CAMGLASS_CHECK(pattern.ok());
  FrameToRgb convert;
  JpegFrameEncoder encoder(kQuality);
  CapturedFrame frame;
  Picture picture;
  std::vector<std::vector<uint8_t>> jpegs;
  while (jpegs.size() < count) {
    const auto event = (*pattern)->Next(-1, &frame);
    CAMGLASS_CHECK(event.ok());
    if (*event != FrameSource::Event::kFrame) continue;
    CAMGLASS_CHECK(convert.Convert(frame, &picture).ok());
    const auto jpeg = encoder.Encode(picture);
    CAMGLASS_CHECK(jpeg.ok());
    jpegs.emplace_back(jpeg->begin(), jpeg->end());
  }
  return jpegs;
}

}  // namespace camglass
