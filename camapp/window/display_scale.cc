#include "camapp/window/display_scale.h"

#include <SDL_syswm.h>
#include <X11/Xlib.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace camglass {
namespace {

constexpr double kOrdinaryDpi = 96;
constexpr double kMostScale = 4;

// What desktops tell X programs, in dots per inch; 0 where they don't.
double DesktopDpi(SDL_Window* window) {
  SDL_SysWMinfo info;
  SDL_VERSION(&info.version);
  if (SDL_GetWindowWMInfo(window, &info) != SDL_TRUE ||
      info.subsystem != SDL_SYSWM_X11)
    return 0;
  const char* dpi = XGetDefault(info.info.x11.display, "Xft", "dpi");
  return dpi == nullptr ? 0 : std::strtod(dpi, nullptr);
}

// By the display's own measures, which are often made up: only whole steps.
double MeasuredScale(SDL_Window* window) {
  float dpi = 0;
  const int display = std::max(SDL_GetWindowDisplayIndex(window), 0);
  if (SDL_GetDisplayDPI(display, nullptr, &dpi, nullptr) != 0) return 1;
  return std::round(double{dpi} / kOrdinaryDpi);
}

}  // namespace

double DisplayScale(SDL_Window* window) {
  const double desktop = DesktopDpi(window) / kOrdinaryDpi;
  return std::clamp(desktop > 0 ? desktop : MeasuredScale(window), 1.0,
                    kMostScale);
}

}  // namespace camglass
