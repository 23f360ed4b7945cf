#include "camapp/window/window.h"

#include <SDL.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

#include "camapp/cam/stopwatch.h"
#include "camapp/viewer/scene_layers.h"
#include "camapp/window/keys.h"
#include "camapp/window/screen.h"

namespace camglass {
namespace {

constexpr const char* kTitle = "camapp";
constexpr int kLeastWidth = 320;
constexpr int kLeastHeight = 240;
// Of the display: borders and panels want to be seen, too.
constexpr double kMostOfDisplay = 0.92;
constexpr double kOrdinaryDpi = 96;

// The library's own behaviour where ours differs. Signals are the program's
// business, the screen saver and the compositor the user's.
void SetHints() {
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
  SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
  SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
  SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "linear");
  SDL_SetHint(SDL_HINT_APP_NAME, kTitle);
  SDL_LogSetAllPriority(SDL_LOG_PRIORITY_CRITICAL);
}

bool IsSet(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

// The displays that the environment tells of, as SDL calls their drivers: left
// to itself it would also draw into memory that nobody sees, and the library of
// a display that isn't there would print its own messages.
std::string DriversToTry() {
  std::string drivers;
  if (IsSet("DISPLAY")) drivers = "x11";
  if (IsSet("WAYLAND_DISPLAY") && IsSet("XDG_RUNTIME_DIR"))
    drivers += drivers.empty() ? "wayland" : ",wayland";
  return drivers;
}

// By how much a display's pixels are finer than those of old.
double DisplayScale() {
  float dpi = 0;
  if (SDL_GetDisplayDPI(0, nullptr, &dpi, nullptr) != 0) return 1;
  return std::clamp(std::round(double{dpi} / kOrdinaryDpi), 1.0, 3.0);
}

// Whether the scene must be shown again.
bool Uncovers(const SDL_Event& event) {
  if (event.type == SDL_WINDOWEVENT)
    return event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED ||
           event.window.event == SDL_WINDOWEVENT_EXPOSED;
  return event.type == SDL_RENDER_TARGETS_RESET ||
         event.type == SDL_RENDER_DEVICE_RESET;
}

}  // namespace

struct Window::Impl {
  ~Impl();

  void FitToScene(const Scene& scene);
  void FollowFullScreen(bool wanted);

  SDL_Window* window = nullptr;
  std::unique_ptr<Screen> screen;
  Receiver receiver;
  bool shown = false;
  bool full_screen = false;
  bool must_show = true;  // something else, or nothing, is to be seen now
  SceneLayers layers;
};

Window::Impl::~Impl() {
  screen.reset();
  if (window != nullptr) SDL_DestroyWindow(window);
  SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

StatusOr<std::unique_ptr<Window>> Window::Open() {
  SetHints();
  const auto no_display = [] {
    return Unavailable(
        "there is no display for a window; give --serve to look in a browser, "
        "or --headless with --out or --json");
  };
  if (!IsSet("SDL_VIDEODRIVER")) {
    const std::string drivers = DriversToTry();
    if (drivers.empty()) return no_display();
    SDL_SetHint(SDL_HINT_VIDEODRIVER, drivers.c_str());
  }
  if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) return no_display();
  auto impl = std::make_unique<Impl>();
  impl->window = SDL_CreateWindow(
      kTitle, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, 2 * kLeastWidth,
      2 * kLeastHeight,
      SDL_WINDOW_HIDDEN | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
  if (impl->window == nullptr) return no_display();
  SDL_SetWindowMinimumSize(impl->window, kLeastWidth, kLeastHeight);
  impl->screen = MakeScreen(impl->window);
  if (impl->screen == nullptr) return no_display();
  return std::unique_ptr<Window>(new Window(std::move(impl)));
}

Window::Window(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Window::~Window() = default;

void Window::SetReceiver(Receiver receiver) {
  impl_->receiver = std::move(receiver);
}

// The panes in the frame's own size, where the display has room for that.
void Window::Impl::FitToScene(const Scene& scene) {
  shown = true;
  SDL_Rect room = {0, 0, 2 * kLeastWidth, 2 * kLeastHeight};
  SDL_GetDisplayUsableBounds(0, &room);
  const Extent natural = NaturalSize(scene);
  const double w = static_cast<double>(natural.w) * DisplayScale();
  const double h = static_cast<double>(natural.h) * DisplayScale();
  const double scale =
      std::min({1.0, kMostOfDisplay * room.w / w, kMostOfDisplay * room.h / h});
  SDL_SetWindowSize(window, static_cast<int>(w * scale),
                    static_cast<int>(h * scale));
  SDL_SetWindowPosition(window, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED);
  SDL_ShowWindow(window);
}

void Window::Impl::FollowFullScreen(bool wanted) {
  if (wanted == full_screen) return;
  full_screen = wanted;
  SDL_SetWindowFullscreen(window, wanted ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
}

StatusOr<ShowTimes> Window::Present(const Scene& scene,
                                    const ViewerState& state) {
  Impl& impl = *impl_;
  if (!impl.shown) impl.FitToScene(scene);
  impl.FollowFullScreen(state.settings.full_screen);
  CAMGLASS_ASSIGN_OR_RETURN(const Extent size, impl.screen->Size());
  Stopwatch watch;
  ShowTimes times;
  CAMGLASS_RETURN_IF_ERROR(impl.layers.Update(scene, size));
  times.draw = watch.Lap();
  CAMGLASS_RETURN_IF_ERROR(impl.screen->Show(scene, impl.layers));
  impl.must_show = false;
  times.write = watch.Lap();
  return times;
}

StatusOr<bool> Window::Attend() {
  Impl& impl = *impl_;
  SDL_Event event;
  while (SDL_PollEvent(&event) != 0) {
    std::optional<Command> command;
    if (event.type == SDL_QUIT)
      command = Command{CommandKind::kQuit, std::nullopt};
    else if (event.type == SDL_KEYDOWN && event.key.repeat == 0)
      command = CommandOfSdlKey(event.key.keysym);
    else if (Uncovers(event)) {
      impl.screen->Forget();
      impl.must_show = true;
    }
    if (command.has_value() && impl.receiver) impl.receiver(*command);
  }
  return impl.must_show;
}

}  // namespace camglass
