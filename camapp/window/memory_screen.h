// A scene painted by this program into the window's own memory.
#ifndef CAMGLASS_CAMAPP_WINDOW_MEMORY_SCREEN_H_
#define CAMGLASS_CAMAPP_WINDOW_MEMORY_SCREEN_H_

#include <SDL.h>

#include <array>
#include <cstdint>
#include <memory>

#include "camapp/picture/bilinear_scaler.h"
#include "camapp/window/screen.h"

namespace camglass {

// Only what has changed is painted; while sizes stay, nothing is allocated.
class MemoryScreen : public Screen {
 public:
  explicit MemoryScreen(SDL_Window* window) : window_(window) {}

  StatusOr<Extent> Size() override;
  Status Show(const Scene& scene, const SceneLayers& layers) override;
  void Forget() override { background_ = 0; }

 private:
  // Where to paint: the window's memory, or where that has other words than
  // 0x00RRGGBB, memory of the same size. Null where there is none.
  SDL_Surface* CanvasFor(SDL_Surface* surface);
  void PaintBackground(const SceneLayers& layers, SDL_Surface* canvas);
  void PaintLayers(const SceneLayers& layers, bool over_panes,
                   SDL_Surface* canvas);

  struct Deleter {
    void operator()(SDL_Surface* surface) const { SDL_FreeSurface(surface); }
  };
  SDL_Window* window_;
  std::unique_ptr<SDL_Surface, Deleter> converted_;
  BilinearScaler left_;
  BilinearScaler right_;
  // What is in the canvas already.
  uint64_t background_ = 0;  // 0: nothing
  std::array<uint64_t, SceneLayers::kKinds> versions_ = {};
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_WINDOW_MEMORY_SCREEN_H_
