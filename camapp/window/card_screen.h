// A scene painted by a graphics card, through SDL's renderer.
#ifndef CAMGLASS_CAMAPP_WINDOW_CARD_SCREEN_H_
#define CAMGLASS_CAMAPP_WINDOW_CARD_SCREEN_H_

#include <SDL.h>

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "camapp/picture/overlay.h"
#include "camapp/picture/picture.h"
#include "camapp/picture/surface.h"
#include "camapp/window/screen.h"
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

class CardScreen : public Screen {
 public:
  // Takes the renderer.
  explicit CardScreen(SDL_Renderer* renderer) : renderer_(renderer) {}

  StatusOr<Extent> Size() override;
  Status Show(const Scene& scene, const SceneLayers& layers) override;
  void Forget() override;

 private:
  Status LoadPane(Texture* texture, const Picture* picture, bool mirror);
  Status LoadLayers(const SceneLayers& layers);
  Status DrawPane(const Texture& texture, const Picture* picture,
                  const PixelRegion& place);
  Status DrawLayers(const SceneLayers& layers, bool over_panes);

  struct Deleter {
    void operator()(SDL_Renderer* renderer) const {
      SDL_DestroyRenderer(renderer);
    }
  };
  // Before the textures: they go first.
  std::unique_ptr<SDL_Renderer, Deleter> renderer_;
  Texture left_;
  Texture right_;
  std::array<Texture, SceneLayers::kKinds> textures_;
  std::array<uint64_t, SceneLayers::kKinds> versions_ = {};
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_WINDOW_CARD_SCREEN_H_
