// A moving test picture at a camera's rate: works everywhere, and the same
// frames come every time.
#ifndef CAMGLASS_CAMAPP_LIVE_PATTERN_SOURCE_H_
#define CAMGLASS_CAMAPP_LIVE_PATTERN_SOURCE_H_

#include <cstdint>
#include <memory>

#include "camapp/live/frame_source.h"

namespace camglass {

// RGB frames: colour bars, a grey ramp, and a disc that goes round. Fails where
// a side is 0 or beyond limits.h.
StatusOr<std::unique_ptr<FrameSource>> MakePattern(uint32_t width,
                                                   uint32_t height, double fps);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_PATTERN_SOURCE_H_
