#include "camapp/window/memory_screen.h"

#include <algorithm>
#include <cstring>

namespace camglass {
namespace {

Extent SizeOf(const SDL_Surface& surface) {
  return {static_cast<size_t>(surface.h), static_cast<size_t>(surface.w)};
}

size_t StrideOf(const SDL_Surface& canvas) {
  return static_cast<size_t>(canvas.pitch) / sizeof(uint32_t);
}

uint32_t* Words(const SDL_Surface& canvas, size_t top, size_t left) {
  return static_cast<uint32_t*>(canvas.pixels) + top * StrideOf(canvas) + left;
}

void Fill(const PixelRegion& region, uint32_t grey, SDL_Surface* canvas) {
  for (size_t y = 0; y < region.size.h; ++y)
    std::fill_n(Words(*canvas, region.top + y, region.left), region.size.w,
                grey << 16 | grey << 8 | grey);
}

void Copy(const SceneLayer& layer, SDL_Surface* canvas) {
  for (size_t y = 0; y < layer.place.size.h; ++y)
    std::memcpy(Words(*canvas, layer.place.top + y, layer.place.left),
                layer.surface.Row(y), layer.place.size.w * sizeof(uint32_t));
}

void PaintPane(const Picture* picture, bool mirror, const PixelRegion& place,
               BilinearScaler* scaler, SDL_Surface* canvas) {
  if (place.size.h == 0 || place.size.w == 0) return;
  if (picture == nullptr) return Fill(place, kEmptyPaneGrey, canvas);
  scaler->Prepare(picture->extent(), place.size, mirror);
  scaler->Apply(*picture, Words(*canvas, place.top, place.left),
                StrideOf(*canvas));
}

}  // namespace

StatusOr<Extent> MemoryScreen::Size() {
  const SDL_Surface* surface = SDL_GetWindowSurface(window_);
  if (surface == nullptr) return WindowError();
  return SizeOf(*surface);
}

SDL_Surface* MemoryScreen::CanvasFor(SDL_Surface* surface) {
  if (surface->format->format == SDL_PIXELFORMAT_RGB888) return surface;
  if (converted_ == nullptr || !(SizeOf(*converted_) == SizeOf(*surface))) {
    converted_.reset(SDL_CreateRGBSurfaceWithFormat(
        0, surface->w, surface->h, 32, SDL_PIXELFORMAT_RGB888));
    Forget();
  }
  return converted_.get();
}

void MemoryScreen::PaintBackground(const SceneLayers& layers,
                                   SDL_Surface* canvas) {
  if (background_ == layers.background_version()) return;
  background_ = layers.background_version();
  versions_ = {};
  Fill({0, 0, SizeOf(*canvas)}, kBackgroundGrey, canvas);
}

// Those over the panes every time, since the panes have just hidden them.
void MemoryScreen::PaintLayers(const SceneLayers& layers, bool over_panes,
                               SDL_Surface* canvas) {
  for (size_t i = 0; i < versions_.size(); ++i) {
    const SceneLayer& layer = layers.layers()[i];
    if (!layer.shown || layer.over_panes != over_panes) continue;
    if (!over_panes && versions_[i] == layer.version) continue;
    Copy(layer, canvas);
    versions_[i] = layer.version;
  }
}

Status MemoryScreen::Show(const Scene& scene, const SceneLayers& layers) {
  SDL_Surface* surface = SDL_GetWindowSurface(window_);
  if (surface == nullptr) return WindowError();
  SDL_Surface* canvas = CanvasFor(surface);
  if (canvas == nullptr) return WindowError();
  const SceneLayout& layout = layers.layout();
  // The window has just become another size: an event will say so.
  if (!(SizeOf(*canvas) == layout.canvas)) return Status();
  PaintBackground(layers, canvas);
  PaintLayers(layers, false, canvas);
  PaintPane(scene.frame, scene.mirror, layout.left, &left_, canvas);
  PaintPane(RightPicture(scene), scene.mirror, layout.right, &right_, canvas);
  PaintLayers(layers, true, canvas);
  const bool shown =
      (canvas == surface ||
       SDL_BlitSurface(canvas, nullptr, surface, nullptr) == 0) &&
      SDL_UpdateWindowSurface(window_) == 0;
  return shown ? Status() : WindowError();
}

}  // namespace camglass
