#include "camapp/window/card_screen.h"

#include <algorithm>

#include "camapp/picture/kernels/argb_rows.h"
#include "camapp/window/screen.h"

namespace camglass {

Status Texture::SetSize(SDL_Renderer* renderer, Extent size) {
  if (texture_ != nullptr && size == size_) return Status();
  size_ = size;
  texture_.reset(SDL_CreateTexture(
      renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STREAMING,
      static_cast<int>(size.w), static_cast<int>(size.h)));
  if (texture_ == nullptr) return WindowError();
  SDL_SetTextureBlendMode(texture_.get(), SDL_BLENDMODE_NONE);
  return Status();
}

Status Texture::Load(SDL_Renderer* renderer, const Picture& picture,
                     bool mirror) {
  CAMGLASS_RETURN_IF_ERROR(SetSize(renderer, picture.extent()));
  void* pixels = nullptr;
  int pitch = 0;
  if (SDL_LockTexture(texture_.get(), nullptr, &pixels, &pitch) != 0)
    return WindowError();
  for (size_t y = 0; y < picture.h; ++y) {
    auto* row = reinterpret_cast<uint32_t*>(static_cast<uint8_t*>(pixels) +
                                            y * static_cast<size_t>(pitch));
    RgbToArgbRow(picture.Row(y), picture.w, row);
    if (mirror) std::reverse(row, row + picture.w);
  }
  SDL_UnlockTexture(texture_.get());
  return Status();
}

Status Texture::Load(SDL_Renderer* renderer, const Surface& surface) {
  CAMGLASS_RETURN_IF_ERROR(SetSize(renderer, surface.size()));
  const int failed = SDL_UpdateTexture(texture_.get(), nullptr, surface.Row(0),
                                       static_cast<int>(surface.row_bytes()));
  return failed == 0 ? Status() : WindowError();
}

Status Texture::Draw(SDL_Renderer* renderer, const PixelRegion& place) const {
  const SDL_Rect rectangle = {
      static_cast<int>(place.left), static_cast<int>(place.top),
      static_cast<int>(place.size.w), static_cast<int>(place.size.h)};
  const int failed =
      SDL_RenderCopy(renderer, texture_.get(), nullptr, &rectangle);
  return failed == 0 ? Status() : WindowError();
}

StatusOr<Extent> CardScreen::Size() {
  int w = 0;
  int h = 0;
  if (SDL_GetRendererOutputSize(renderer_.get(), &w, &h) != 0)
    return WindowError();
  return Extent{static_cast<size_t>(std::max(h, 1)),
                static_cast<size_t>(std::max(w, 1))};
}

void CardScreen::Forget() {
  left_.Reset();
  right_.Reset();
  for (Texture& texture : textures_) texture.Reset();
  versions_ = {};
}

Status CardScreen::LoadPane(Texture* texture, const Picture* picture,
                            bool mirror) {
  return picture == nullptr ? Status()
                            : texture->Load(renderer_.get(), *picture, mirror);
}

Status CardScreen::LoadLayers(const SceneLayers& layers) {
  for (size_t i = 0; i < textures_.size(); ++i) {
    const SceneLayer& layer = layers.layers()[i];
    if (!layer.shown || versions_[i] == layer.version) continue;
    CAMGLASS_RETURN_IF_ERROR(textures_[i].Load(renderer_.get(), layer.surface));
    versions_[i] = layer.version;
  }
  return Status();
}

Status CardScreen::DrawPane(const Texture& texture, const Picture* picture,
                            const PixelRegion& place) {
  if (place.size.h == 0 || place.size.w == 0) return Status();
  if (picture != nullptr) return texture.Draw(renderer_.get(), place);
  const SDL_Rect rectangle = {
      static_cast<int>(place.left), static_cast<int>(place.top),
      static_cast<int>(place.size.w), static_cast<int>(place.size.h)};
  SDL_SetRenderDrawColor(renderer_.get(), kEmptyPaneGrey, kEmptyPaneGrey,
                         kEmptyPaneGrey, 255);
  return SDL_RenderFillRect(renderer_.get(), &rectangle) == 0 ? Status()
                                                              : WindowError();
}

Status CardScreen::DrawLayers(const SceneLayers& layers, bool over_panes) {
  for (size_t i = 0; i < textures_.size(); ++i) {
    const SceneLayer& layer = layers.layers()[i];
    if (!layer.shown || layer.over_panes != over_panes) continue;
    CAMGLASS_RETURN_IF_ERROR(textures_[i].Draw(renderer_.get(), layer.place));
  }
  return Status();
}

Status CardScreen::Show(const Scene& scene, const SceneLayers& layers) {
  const Picture* right = RightPicture(scene);
  if (scene.two_panes)
    CAMGLASS_RETURN_IF_ERROR(LoadPane(&left_, scene.frame, scene.mirror));
  CAMGLASS_RETURN_IF_ERROR(LoadPane(&right_, right, scene.mirror));
  CAMGLASS_RETURN_IF_ERROR(LoadLayers(layers));
  SDL_SetRenderDrawColor(renderer_.get(), kBackgroundGrey, kBackgroundGrey,
                         kBackgroundGrey, 255);
  if (SDL_RenderClear(renderer_.get()) != 0) return WindowError();
  const SceneLayout& layout = layers.layout();
  CAMGLASS_RETURN_IF_ERROR(DrawLayers(layers, false));
  CAMGLASS_RETURN_IF_ERROR(DrawPane(left_, scene.frame, layout.left));
  CAMGLASS_RETURN_IF_ERROR(DrawPane(right_, right, layout.right));
  CAMGLASS_RETURN_IF_ERROR(DrawLayers(layers, true));
  SDL_RenderPresent(renderer_.get());
  return Status();
}

}  // namespace camglass
