#include "camapp/window/window.h"

#include <SDL.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

#include "camapp/cam/stopwatch.h"
#include "camapp/viewer/scene_layers.h"
#include "camapp/window/keys.h"
#include "camapp/window/texture.h"

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

// Whether "accelerated" only means OpenGL on the processor, which is slower
// than SDL's own renderer.
bool IsSlowRenderer(SDL_Renderer* renderer) {
  SDL_RendererInfo info = {};
  if (SDL_GetRendererInfo(renderer, &info) != 0 ||
      std::string(info.name).find("opengl") == std::string::npos)
    return false;
  using GetString = const unsigned char* (*)(unsigned);
  constexpr unsigned kGlRenderer = 0x1F01;
  const auto get_string =
      reinterpret_cast<GetString>(SDL_GL_GetProcAddress("glGetString"));
  const unsigned char* name =
      get_string == nullptr ? nullptr : get_string(kGlRenderer);
  if (name == nullptr) return false;
  const std::string text = reinterpret_cast<const char*>(name);
  for (const char* slow : {"llvmpipe", "softpipe", "swrast", "SWR"})
    if (text.find(slow) != std::string::npos) return true;
  return false;
}

SDL_Renderer* MakeRenderer(SDL_Window* window) {
  SDL_Renderer* renderer = SDL_CreateRenderer(window, -1, 0);
  if (renderer == nullptr || !IsSlowRenderer(renderer)) return renderer;
  SDL_DestroyRenderer(renderer);
  return SDL_CreateRenderer(window, -1, SDL_RENDERER_SOFTWARE);
}

// Whether the scene must be shown again.
bool Uncovers(const SDL_WindowEvent& event) {
  return event.event == SDL_WINDOWEVENT_SIZE_CHANGED ||
         event.event == SDL_WINDOWEVENT_EXPOSED;
}

}  // namespace

struct Window::Impl {
  ~Impl();

  void FitToScene(const Scene& scene);
  void FollowFullScreen(bool wanted);
  Status LoadPane(Texture* texture, const Picture* picture, bool mirror);
  Status DrawPane(const Texture& texture, const Picture* picture,
                  const PixelRegion& place);
  Status LoadLayers();
  Status DrawLayers(bool over_panes, bool all);
  Status Draw(const Scene& scene, const Picture* right);
  void ForgetTextures();

  SDL_Window* window = nullptr;
  SDL_Renderer* renderer = nullptr;
  Receiver receiver;
  bool shown = false;
  bool full_screen = false;
  SceneLayers layers;
  Texture left;
  Texture right;
  std::array<Texture, SceneLayers::kKinds> textures;
  std::array<uint64_t, SceneLayers::kKinds> versions = {};
  // What is in the window's picture already, where the renderer keeps it.
  bool keeps_picture = false;
  uint64_t drawn_background = 0;  // 0: nothing
  std::array<uint64_t, SceneLayers::kKinds> drawn = {};
};

void Window::Impl::ForgetTextures() {
  left.Reset();
  right.Reset();
  for (Texture& texture : textures) texture.Reset();
  versions = {};
}

// Textures go before their renderer.
Window::Impl::~Impl() {
  ForgetTextures();
  if (renderer != nullptr) SDL_DestroyRenderer(renderer);
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
  impl->renderer = MakeRenderer(impl->window);
  if (impl->renderer == nullptr) return no_display();
  SDL_RendererInfo info = {};
  impl->keeps_picture = SDL_GetRendererInfo(impl->renderer, &info) == 0 &&
                        (info.flags & SDL_RENDERER_SOFTWARE) != 0;
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

Status Window::Impl::LoadPane(Texture* texture, const Picture* picture,
                              bool mirror) {
  return picture == nullptr ? Status()
                            : texture->Load(renderer, *picture, mirror);
}

Status Window::Impl::DrawPane(const Texture& texture, const Picture* picture,
                              const PixelRegion& place) {
  if (place.size.h == 0 || place.size.w == 0) return Status();
  if (picture != nullptr) return texture.Draw(renderer, place);
  const SDL_Rect rectangle = {
      static_cast<int>(place.left), static_cast<int>(place.top),
      static_cast<int>(place.size.w), static_cast<int>(place.size.h)};
  SDL_SetRenderDrawColor(renderer, kEmptyPaneGrey, kEmptyPaneGrey,
                         kEmptyPaneGrey, 255);
  return SDL_RenderFillRect(renderer, &rectangle) == 0 ? Status()
                                                       : WindowError();
}

Status Window::Impl::LoadLayers() {
  for (size_t i = 0; i < textures.size(); ++i) {
    const SceneLayer& layer = layers.layers()[i];
    if (!layer.shown || versions[i] == layer.version) continue;
    CAMGLASS_RETURN_IF_ERROR(textures[i].Load(renderer, layer.surface));
    versions[i] = layer.version;
  }
  return Status();
}

// Those over the panes every time, since the panes have just hidden them.
Status Window::Impl::DrawLayers(bool over_panes, bool all) {
  for (size_t i = 0; i < textures.size(); ++i) {
    const SceneLayer& layer = layers.layers()[i];
    if (!layer.shown || layer.over_panes != over_panes) continue;
    if (!all && !over_panes && drawn[i] == layer.version) continue;
    CAMGLASS_RETURN_IF_ERROR(textures[i].Draw(renderer, layer.place));
    drawn[i] = layer.version;
  }
  return Status();
}

Status Window::Impl::Draw(const Scene& scene, const Picture* right_picture) {
  const SceneLayout& layout = layers.layout();
  const bool all =
      !keeps_picture || drawn_background != layers.background_version();
  if (all) {
    SDL_SetRenderDrawColor(renderer, kBackgroundGrey, kBackgroundGrey,
                           kBackgroundGrey, 255);
    if (SDL_RenderClear(renderer) != 0) return WindowError();
  }
  drawn_background = layers.background_version();
  CAMGLASS_RETURN_IF_ERROR(DrawLayers(false, all));
  CAMGLASS_RETURN_IF_ERROR(DrawPane(left, scene.frame, layout.left));
  CAMGLASS_RETURN_IF_ERROR(DrawPane(right, right_picture, layout.right));
  CAMGLASS_RETURN_IF_ERROR(DrawLayers(true, all));
  SDL_RenderPresent(renderer);
  return Status();
}

StatusOr<ShowTimes> Window::Present(const Scene& scene,
                                    const ViewerState& state) {
  Impl& impl = *impl_;
  if (!impl.shown) impl.FitToScene(scene);
  impl.FollowFullScreen(state.settings.full_screen);
  int w = 0;
  int h = 0;
  if (SDL_GetRendererOutputSize(impl.renderer, &w, &h) != 0)
    return WindowError();
  Stopwatch watch;
  ShowTimes times;
  const Extent canvas = {static_cast<size_t>(std::max(h, 1)),
                         static_cast<size_t>(std::max(w, 1))};
  CAMGLASS_RETURN_IF_ERROR(impl.layers.Update(scene, canvas));
  times.draw = watch.Lap();
  const Picture* right = RightPicture(scene);
  if (scene.two_panes)
    CAMGLASS_RETURN_IF_ERROR(
        impl.LoadPane(&impl.left, scene.frame, scene.mirror));
  CAMGLASS_RETURN_IF_ERROR(impl.LoadPane(&impl.right, right, scene.mirror));
  CAMGLASS_RETURN_IF_ERROR(impl.LoadLayers());
  CAMGLASS_RETURN_IF_ERROR(impl.Draw(scene, right));
  times.write = watch.Lap();
  return times;
}

StatusOr<bool> Window::Attend() {
  Impl& impl = *impl_;
  bool again = false;
  SDL_Event event;
  while (SDL_PollEvent(&event) != 0) {
    std::optional<Command> command;
    if (event.type == SDL_QUIT)
      command = Command{CommandKind::kQuit, std::nullopt};
    else if (event.type == SDL_KEYDOWN && event.key.repeat == 0)
      command = CommandOfSdlKey(event.key.keysym);
    else if (event.type == SDL_WINDOWEVENT && Uncovers(event.window))
      impl.drawn_background = 0;
    else if (event.type == SDL_RENDER_TARGETS_RESET ||
             event.type == SDL_RENDER_DEVICE_RESET) {
      impl.ForgetTextures();
      again = true;
    }
    if (command.has_value() && impl.receiver) impl.receiver(*command);
  }
  return again || impl.drawn_background == 0;
}

}  // namespace camglass
