// Which of a camera's modes to use, by a rule that can be told in one line.
//
// Modes are compared by, in this order: at least the needed size; at least the
// wanted frame rate; the smaller picture (of those that are too small, the
// larger); the cheaper decoding; the higher frame rate below the wanted one,
// the lower above it. So a raw format wins over MJPEG unless the bus makes it
// slow.
#ifndef CAMGLASS_CAMAPP_CAPTURE_MODE_CHOICE_H_
#define CAMGLASS_CAMAPP_CAPTURE_MODE_CHOICE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "camapp/capture/device.h"

namespace camglass {

// Enough for every network here (they see at most 227 lines unless
// --input-scale asks for more) and for people to recognise the scene.
inline constexpr uint32_t kDefaultWidth = 640;
inline constexpr uint32_t kDefaultHeight = 480;
inline constexpr double kDefaultFps = 30;

struct ModeWish {
  uint32_t width = kDefaultWidth;
  uint32_t height = kDefaultHeight;
  double fps = kDefaultFps;
  std::optional<uint32_t> fourcc;  // only this format
};

struct ModeChoice {
  CaptureMode mode;
  std::string reason;  // for the log
};

// Modes from the best to the worst by the rule; without those that we can't
// decode. Empty where there is none.
std::vector<ModeChoice> RankModes(const std::vector<CaptureMode>& modes,
                                  const ModeWish& wish);

// "YUYV 640x480 at 30 fps"; the rate is left out where it is 0.
std::string ModeText(uint32_t fourcc, uint32_t width, uint32_t height,
                     double fps);

// What a mode asks of the bus: an estimate, for comparing modes. Only for
// formats that we decode.
double BytesPerSecond(const CaptureMode& mode, double fps);

// The sentence for a camera none of whose modes can be used; says what it
// offers.
std::string NoUsableMode(const std::string& node,
                         const std::vector<CaptureMode>& modes,
                         const ModeWish& wish);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAPTURE_MODE_CHOICE_H_
