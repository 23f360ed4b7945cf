#include "camapp/window/texture.h"

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

}  // namespace camglass
