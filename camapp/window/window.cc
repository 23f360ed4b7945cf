#include "camapp/window/window.h"

#include <SDL.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "camapp/live/pacer.h"
#include "camapp/viewer/scene_layers.h"
#include "camapp/window/display_scale.h"
#include "camapp/window/keys.h"
#include "camapp/window/screen.h"
#include "engine/base/printable_text.h"
#include "engine/base/stopwatch.h"

namespace camglass {
namespace {

constexpr const char* kTitle = "camapp";
constexpr int kLeastWidth = 320;
constexpr int kLeastHeight = 240;
// Of the display: borders and panels want to be seen, too.
constexpr double kMostOfDisplay = 0.92;
// A scene without a picture is not worth a window of the wrong size, unless
// nothing else comes.
constexpr int64_t kPatienceForFrameNs = 500'000'000;
// A touchpad's wheel turns many times in one movement.
constexpr int64_t kWheelPauseNs = 150'000'000;

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

// Whether the scene must be shown again.
bool Uncovers(const SDL_Event& event) {
  if (event.type == SDL_WINDOWEVENT)
    return event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED ||
           event.window.event == SDL_WINDOWEVENT_EXPOSED ||
           event.window.event == SDL_WINDOWEVENT_DISPLAY_CHANGED;
  return event.type == SDL_RENDER_TARGETS_RESET ||
         event.type == SDL_RENDER_DEVICE_RESET;
}

}  // namespace

struct Window::Impl {
  ~Impl();

  bool HasPatience() const {
    return !shown && MonotonicNs() - opened_ns < kPatienceForFrameNs;
  }
  bool WaitsForFrame(const Scene& scene) const;
  void FitToScene(const Scene& scene);
  void FollowFullScreen(bool wanted);
  void FollowName(const SourceState& source);
  double TextScale(Extent pixels) const;

  void Take(const SDL_Event& event);
  std::optional<Command> CommandOf(const SDL_Event& event);
  std::optional<Command> CommandOfClick(const SDL_MouseButtonEvent& click);
  std::optional<Command> CommandOfWheel(const SDL_MouseWheelEvent& wheel);
  void TakeDropped(const SDL_Event& event);

  SDL_Window* window = nullptr;
  std::unique_ptr<Screen> screen;
  Receiver receiver;
  DropReceiver drop_receiver;
  std::vector<std::string> dropped;
  const int64_t opened_ns = MonotonicNs();
  int64_t wheel_ns = 0;
  std::string title = kTitle;
  Extent pixels;  // of what was shown last
  double display_scale = 1;
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
    return Unavailable("there is no display for a window");
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

void Window::SetDropReceiver(DropReceiver receiver) {
  impl_->drop_receiver = std::move(receiver);
}

bool Window::Impl::WaitsForFrame(const Scene& scene) const {
  return HasPatience() && scene.frame == nullptr && scene.overlay == nullptr &&
         scene.words.notice.empty();
}

// How many pixels make one of an ordinary display. Wayland's windows are told
// their size in units of that kind.
double Window::Impl::TextScale(Extent size) const {
  int w = 0;
  SDL_GetWindowSize(window, &w, nullptr);
  const double pixels_in_unit =
      static_cast<double>(size.w) / static_cast<double>(std::max(w, 1));
  return pixels_in_unit > 1 ? pixels_in_unit : display_scale;
}

void Window::Impl::FollowName(const SourceState& source) {
  std::string name =
      PrintableText(source.name.substr(source.name.rfind('/') + 1));
  if (source.pictures > 1)
    name += " (" + std::to_string(source.picture) + " of " +
            std::to_string(source.pictures) + ")";
  name = name.empty() ? kTitle : name + " - " + kTitle;
  if (name == title) return;
  title = std::move(name);
  SDL_SetWindowTitle(window, title.c_str());
}

// The panes in the frame's own size, where the display has room for that.
void Window::Impl::FitToScene(const Scene& scene) {
  shown = true;
  display_scale = DisplayScale(window);
  SDL_Rect room = {0, 0, 2 * kLeastWidth, 2 * kLeastHeight};
  SDL_GetDisplayUsableBounds(0, &room);
  const auto pixels_of = [](double length, double scale) {
    return static_cast<size_t>(length * scale);
  };
  const Extent natural = NaturalSize(scene);
  const Extent size = CanvasWithin(
      {pixels_of(static_cast<double>(natural.h), display_scale),
       pixels_of(static_cast<double>(natural.w), display_scale)},
      {pixels_of(room.h, kMostOfDisplay), pixels_of(room.w, kMostOfDisplay)},
      display_scale);
  SDL_SetWindowSize(window, static_cast<int>(size.w), static_cast<int>(size.h));
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
  if (impl.WaitsForFrame(scene)) return ShowTimes();
  if (!impl.shown) impl.FitToScene(scene);
  impl.FollowFullScreen(state.settings.full_screen);
  impl.FollowName(state.source);
  CAMGLASS_ASSIGN_OR_RETURN(const Extent size, impl.screen->Size());
  impl.pixels = size;
  Stopwatch watch;
  ShowTimes times;
  CAMGLASS_RETURN_IF_ERROR(
      impl.layers.Update(scene, size, impl.TextScale(size)));
  times.draw = watch.Lap();
  CAMGLASS_RETURN_IF_ERROR(impl.screen->Show(scene, impl.layers));
  impl.must_show = false;
  times.write = watch.Lap();
  return times;
}

// Other labels than the first three have no map of their own.
std::optional<Command> Window::Impl::CommandOfClick(
    const SDL_MouseButtonEvent& click) {
  int w = 0;
  int h = 0;
  SDL_GetWindowSize(window, &w, &h);
  if (click.button != SDL_BUTTON_LEFT || click.x < 0 || click.y < 0 || w <= 0 ||
      h <= 0)
    return std::nullopt;
  const auto label = layers.LabelAt(
      static_cast<size_t>(click.x) * pixels.w / static_cast<size_t>(w),
      static_cast<size_t>(click.y) * pixels.h / static_cast<size_t>(h));
  if (!label.has_value()) return std::nullopt;
  const auto command =
      ParseCommand(InfoOf(CommandKind::kShowClass).name, *label + 1);
  return command.ok() ? std::optional(*command) : std::nullopt;
}

std::optional<Command> Window::Impl::CommandOfWheel(
    const SDL_MouseWheelEvent& wheel) {
  const int64_t now = MonotonicNs();
  if (wheel.y == 0 || now - wheel_ns < kWheelPauseNs) return std::nullopt;
  wheel_ns = now;
  return Command{wheel.y > 0 ? CommandKind::kFiner : CommandKind::kCoarser,
                 std::nullopt};
}

std::optional<Command> Window::Impl::CommandOf(const SDL_Event& event) {
  switch (event.type) {
    case SDL_QUIT:
      return Command{CommandKind::kQuit, std::nullopt};
    case SDL_KEYDOWN:
      if (event.key.repeat != 0) return std::nullopt;
      return CommandOfSdlKey(event.key.keysym);
    case SDL_MOUSEBUTTONDOWN:
      return CommandOfClick(event.button);
    case SDL_MOUSEWHEEL:
      return CommandOfWheel(event.wheel);
    default:
      return std::nullopt;
  }
}

void Window::Impl::TakeDropped(const SDL_Event& event) {
  if (event.type == SDL_DROPBEGIN) dropped.clear();
  if (event.type == SDL_DROPFILE) {
    dropped.emplace_back(event.drop.file);
    SDL_free(event.drop.file);
  }
  if (event.type == SDL_DROPCOMPLETE && !dropped.empty() && drop_receiver)
    drop_receiver(std::exchange(dropped, {}));
}

void Window::Impl::Take(const SDL_Event& event) {
  if (Uncovers(event)) {
    screen->Forget();
    must_show = true;
    display_scale = DisplayScale(window);
  }
  TakeDropped(event);
  const auto command = CommandOf(event);
  if (command.has_value() && receiver) receiver(*command);
}

StatusOr<bool> Window::Attend() {
  SDL_Event event;
  while (SDL_PollEvent(&event) != 0) impl_->Take(event);
  return impl_->must_show && !impl_->HasPatience();
}

}  // namespace camglass
