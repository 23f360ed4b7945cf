#include "camapp/window/screen.h"

#include <unistd.h>

#include <cstdlib>
#include <string>

#include "camapp/window/card_screen.h"
#include "camapp/window/memory_screen.h"

namespace camglass {
namespace {

// Without a graphics card OpenGL can only be the processor's, and to load that
// to learn so takes longer than all else that a window needs.
bool HasGraphicsCard() {
  for (const char* node : {"/dev/dri", "/dev/nvidiactl", "/dev/dxg"})
    if (access(node, F_OK) == 0) return true;
  return false;
}

// Whether "accelerated" only means OpenGL on the processor, which is slower
// than what this program does itself.
bool IsOnProcessor(SDL_Renderer* renderer) {
  SDL_RendererInfo info = {};
  if (SDL_GetRendererInfo(renderer, &info) != 0) return true;
  if ((info.flags & SDL_RENDERER_SOFTWARE) != 0) return true;
  if (std::string(info.name).find("opengl") == std::string::npos) return false;
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

// SDL would show the window's memory through OpenGL, on the processor once
// more. It decides when that memory is first used, which a renderer may do.
// Wayland's driver knows no other way.
void KeepMemoryFromOpenGl() {
  const char* driver = SDL_GetCurrentVideoDriver();
  if (driver != nullptr && std::string(driver) == "x11")
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
}

}  // namespace

std::unique_ptr<Screen> MakeScreen(SDL_Window* window) {
  KeepMemoryFromOpenGl();
  const bool asked = std::getenv("SDL_RENDER_DRIVER") != nullptr;
  SDL_Renderer* renderer =
      HasGraphicsCard() || asked ? SDL_CreateRenderer(window, -1, 0) : nullptr;
  if (renderer != nullptr && !IsOnProcessor(renderer))
    return std::make_unique<CardScreen>(renderer);
  if (renderer != nullptr) SDL_DestroyRenderer(renderer);
  if (SDL_GetWindowSurface(window) == nullptr) return nullptr;
  return std::make_unique<MemoryScreen>(window);
}

Status WindowError() {
  return IoError(std::string("the window can't be drawn: ") + SDL_GetError());
}

}  // namespace camglass
