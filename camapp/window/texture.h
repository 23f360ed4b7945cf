// Pictures on the graphics card.
#ifndef CAMGLASS_CAMAPP_WINDOW_TEXTURE_H_
#define CAMGLASS_CAMAPP_WINDOW_TEXTURE_H_

#include <SDL.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "camapp/picture/overlay.h"
#include "camapp/picture/picture.h"
#include "camapp/picture/surface.h"
#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

// Words of 0xFFRRGGBB, made anew where the size changes. Must not outlive its
// renderer.
class Texture {
 public:
  Status Load(SDL_Renderer* renderer, const Picture& picture, bool mirror);
  Status Load(SDL_Renderer* renderer, const Surface& surface);
  // Stretched to the place.
  Status Draw(SDL_Renderer* renderer, const PixelRegion& place) const;
  void Reset() { texture_.reset(); }

 private:
  Status SetSize(SDL_Renderer* renderer, Extent size);

  struct Deleter {
    void operator()(SDL_Texture* texture) const { SDL_DestroyTexture(texture); }
  };
  std::unique_ptr<SDL_Texture, Deleter> texture_;
  Extent size_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_WINDOW_TEXTURE_H_
