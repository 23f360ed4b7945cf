#include "camapp/capture/mode_choice.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <tuple>

#include "camapp/capture/frame_format.h"

namespace camglass {
namespace {

// Nominal rates differ from the real ones: 29.97 counts as 30.
constexpr double kFpsTolerance = 0.98;

// Rough cost of turning one pixel into RGB, relative to copying it.
int DecodeCost(PixelFormat format) {
  switch (format) {
    case PixelFormat::kRgb24:
      return 1;
    case PixelFormat::kBgr24:
      return 2;
    case PixelFormat::kYuyv:
    case PixelFormat::kUyvy:
    case PixelFormat::kYvyu:
      return 3;
    case PixelFormat::kNv12:
    case PixelFormat::kNv21:
    case PixelFormat::kYu12:
    case PixelFormat::kYv12:
      return 4;
    case PixelFormat::kMjpeg:
      return 20;
    case PixelFormat::kGrey:
      return 30;  // cheap, but without colour the scores suffer
  }
  return 0;
}

// MJPEG depends on the scene; a tenth of YUYV is usual.
double BytesPerPixel(PixelFormat format) {
  switch (format) {
    case PixelFormat::kRgb24:
    case PixelFormat::kBgr24:
      return 3;
    case PixelFormat::kYuyv:
    case PixelFormat::kUyvy:
    case PixelFormat::kYvyu:
      return 2;
    case PixelFormat::kNv12:
    case PixelFormat::kNv21:
    case PixelFormat::kYu12:
    case PixelFormat::kYv12:
      return 1.5;
    case PixelFormat::kGrey:
      return 1;
    case PixelFormat::kMjpeg:
      return 0.2;
  }
  return 0;
}

bool LargeEnough(const CaptureMode& mode, const ModeWish& wish) {
  return mode.width >= wish.width && mode.height >= wish.height;
}

// A driver that tells no rates is believed to reach the wanted one.
bool FastEnough(const CaptureMode& mode, const ModeWish& wish) {
  return mode.fps.empty() || mode.max_fps() >= wish.fps * kFpsTolerance;
}

// Smaller is better, compared field by field.
auto Cost(const CaptureMode& mode, const ModeWish& wish) {
  const auto area = static_cast<int64_t>(mode.width) * mode.height;
  const bool large = LargeEnough(mode, wish);
  const bool fast = FastEnough(mode, wish);
  return std::tuple(!large, !fast, large ? area : -area,
                    DecodeCost(*PixelFormatOf(mode.fourcc)),
                    fast ? mode.max_fps() : -mode.max_fps());
}

std::string FpsText(double fps) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.3g", fps);
  return text;
}

std::string SizeText(uint32_t width, uint32_t height) {
  return std::to_string(width) + "x" + std::to_string(height);
}

std::string Reason(const CaptureMode& mode, const ModeWish& wish) {
  const std::string needed = SizeText(wish.width, wish.height);
  std::string reason = LargeEnough(mode, wish)
                           ? "smallest size of at least " + needed
                           : "largest size, none reaches " + needed;
  reason += FastEnough(mode, wish) ? " with " + FpsText(wish.fps) + " fps"
                                   : ", no mode of that size reaches " +
                                         FpsText(wish.fps) + " fps";
  reason += wish.fourcc.has_value() ? ", in the format asked for"
                                    : ", cheapest format to decode";
  return reason;
}

}  // namespace

std::vector<ModeChoice> RankModes(const std::vector<CaptureMode>& modes,
                                  const ModeWish& wish) {
  std::vector<const CaptureMode*> usable;
  for (const CaptureMode& mode : modes) {
    if (!PixelFormatOf(mode.fourcc).has_value()) continue;
    if (wish.fourcc.value_or(mode.fourcc) != mode.fourcc) continue;
    usable.push_back(&mode);
  }
  std::stable_sort(usable.begin(), usable.end(),
                   [&](const CaptureMode* a, const CaptureMode* b) {
                     return Cost(*a, wish) < Cost(*b, wish);
                   });
  std::vector<ModeChoice> ranked;
  ranked.reserve(usable.size());
  for (const CaptureMode* mode : usable)
    ranked.push_back({*mode, Reason(*mode, wish)});
  return ranked;
}

std::string ModeText(uint32_t fourcc, uint32_t width, uint32_t height,
                     double fps) {
  std::string text = FourccText(fourcc) + " " + SizeText(width, height);
  if (fps > 0) text += " at " + FpsText(fps) + " fps";
  return text;
}

double BytesPerSecond(const CaptureMode& mode, double fps) {
  const double rate = mode.fps.empty() ? fps : std::min(fps, mode.max_fps());
  return rate * mode.width * mode.height *
         BytesPerPixel(*PixelFormatOf(mode.fourcc));
}

std::string NoUsableMode(const std::string& node,
                         const std::vector<CaptureMode>& modes,
                         const ModeWish& wish) {
  std::string offered;
  for (const CaptureMode& mode : modes) {
    const std::string format = FourccText(mode.fourcc);
    if (offered.find(format) == std::string::npos)
      offered += (offered.empty() ? "" : ", ") + format;
  }
  const std::string wanted = wish.fourcc.has_value()
                                 ? "format " + FourccText(*wish.fourcc)
                                 : "a format that camapp decodes";
  return node + ": the camera doesn't offer " + wanted + "; it has " +
         (offered.empty() ? "none" : offered);
}

}  // namespace camglass
