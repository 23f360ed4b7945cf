#include "camapp/viewer/scene_painter.h"

#include <algorithm>
#include <cstring>

#include "camapp/picture/fast_resizer.h"
#include "camapp/viewer/scene_layers.h"
#include "camapp/viewer/scene_layout.h"
#include "engine/base/check.h"

namespace camglass {
namespace {

void FillRegion(const PixelRegion& region, uint8_t grey, Picture* picture) {
  for (size_t y = 0; y < region.size.h; ++y)
    std::memset(picture->Row(region.top + y) + 3 * region.left, grey,
                3 * region.size.w);
}

void MirrorRow(const uint8_t* rgb, size_t pixels, uint8_t* out) {
  for (size_t x = 0; x < pixels; ++x)
    std::memcpy(out + 3 * x, rgb + 3 * (pixels - 1 - x), 3);
}

// One pane and what it takes to scale a picture to it.
class Pane {
 public:
  void Paint(const Picture& source, const PixelRegion& place, bool mirror,
             Picture* canvas) {
    const Picture& fitted = Fitted(source, place.size);
    for (size_t y = 0; y < place.size.h; ++y) {
      uint8_t* to = canvas->Row(place.top + y) + 3 * place.left;
      if (mirror)
        MirrorRow(fitted.Row(y), place.size.w, to);
      else
        std::memcpy(to, fitted.Row(y), 3 * place.size.w);
    }
  }

 private:
  const Picture& Fitted(const Picture& source, Extent size) {
    if (source.extent() == size) return source;
    if (!(resizer_.in() == source.extent() && resizer_.out() == size))
      resizer_ = FastResizer(source.extent(), size,
                             ScalesBetween(source.extent(), size));
    scaled_.Resize(size);
    resizer_.Apply(source.rgb.data(), scaled_.rgb.data());
    return scaled_;
  }

  FastResizer resizer_;
  Picture scaled_;
};

}  // namespace

struct ScenePainter::Impl {
  SceneLayers layers;
  uint64_t background = 0;
  std::array<uint64_t, SceneLayers::kKinds> versions = {};
  Pane left;
  Pane right;
  Picture canvas;

  void PaintPane(Pane* pane, const Picture* source, const PixelRegion& place,
                 bool mirror);
  void PaintLayers(bool over_panes);
};

Extent NaturalSize(const Scene& scene) {
  return NaturalCanvas(scene.frame_size, scene.two_panes);
}

ScenePainter::ScenePainter() : impl_(std::make_unique<Impl>()) {}
ScenePainter::~ScenePainter() = default;

void ScenePainter::Impl::PaintPane(Pane* pane, const Picture* source,
                                   const PixelRegion& place, bool mirror) {
  if (place.size.h == 0 || place.size.w == 0) return;
  if (source == nullptr)
    FillRegion(place, kEmptyPaneGrey, &canvas);
  else
    pane->Paint(*source, place, mirror, &canvas);
}

// Layers over the panes every time, since the panes have just hidden them.
void ScenePainter::Impl::PaintLayers(bool over_panes) {
  for (size_t i = 0; i < versions.size(); ++i) {
    const SceneLayer& layer = layers.layers()[i];
    if (layer.over_panes != over_panes || !layer.shown) continue;
    if (!over_panes && versions[i] == layer.version) continue;
    layer.surface.CopyInto(layer.place.top, layer.place.left, &canvas);
    versions[i] = layer.version;
  }
}

StatusOr<const Picture*> ScenePainter::Paint(const Scene& scene, Extent size,
                                             double text_scale) {
  Impl& impl = *impl_;
  CAMGLASS_RETURN_IF_ERROR(impl.layers.Update(scene, size, text_scale));
  if (impl.background != impl.layers.background_version()) {
    impl.background = impl.layers.background_version();
    impl.canvas.Resize(size);
    std::fill(impl.canvas.rgb.begin(), impl.canvas.rgb.end(), kBackgroundGrey);
    impl.versions = {};
  }
  const SceneLayout& layout = impl.layers.layout();
  impl.PaintLayers(false);
  impl.PaintPane(&impl.left, scene.frame, layout.left, scene.mirror);
  impl.PaintPane(&impl.right, RightPicture(scene), layout.right, scene.mirror);
  impl.PaintLayers(true);
  return &impl.canvas;
}

}  // namespace camglass
