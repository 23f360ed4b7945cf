// Where a window's scene is painted.
#ifndef CAMGLASS_CAMAPP_WINDOW_SCREEN_H_
#define CAMGLASS_CAMAPP_WINDOW_SCREEN_H_

#include <SDL.h>

#include <memory>

#include "camapp/viewer/scene.h"
#include "camapp/viewer/scene_layers.h"
#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

// Belongs to a window, and must not outlive it.
class Screen {
 public:
  virtual ~Screen() = default;

  // In pixels; the window system's units may be coarser. Each side at least 1.
  virtual StatusOr<Extent> Size() = 0;

  // layers: up to date with the scene, and laid out for this size.
  virtual Status Show(const Scene& scene, const SceneLayers& layers) = 0;

  // What was shown before may be lost.
  virtual void Forget() = 0;
};

// By a graphics card where there is one, else by this program. Null where there
// is neither.
std::unique_ptr<Screen> MakeScreen(SDL_Window* window);

// The library's last error as ours.
Status WindowError();

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_WINDOW_SCREEN_H_
