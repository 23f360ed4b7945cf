// The words of a scene, drawn: small pictures that stay as they are until
// their words or the layout change.
#ifndef CAMGLASS_CAMAPP_VIEWER_SCENE_LAYERS_H_
#define CAMGLASS_CAMAPP_VIEWER_SCENE_LAYERS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "camapp/picture/overlay.h"
#include "camapp/picture/surface.h"
#include "camapp/viewer/scene.h"
#include "camapp/viewer/scene_layout.h"
#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

// The background and an empty pane: shades of grey, 0 to 255.
inline constexpr uint8_t kBackgroundGrey = 255;
inline constexpr uint8_t kEmptyPaneGrey = 226;

struct SceneLayer {
  bool shown = false;
  bool over_panes = false;  // drawn after the panes, and over them
  PixelRegion place;
  Surface surface;       // of place's size
  uint64_t version = 0;  // another one for each change
};

class SceneLayers {
 public:
  enum Kind {
    kTitle,
    kSource,
    kCaption,
    kStatus,
    kNotice,
    kHelp,
    kAddress,
    kKinds
  };
  using Layers = std::array<SceneLayer, kKinds>;

  SceneLayers();

  // Draws what has changed. Allocates nothing where nothing has. text_scale: as
  // LayOutScene has it.
  Status Update(const Scene& scene, Extent canvas, double text_scale = 1);

  // Which label is drawn at that pixel of the canvas, from 0.
  std::optional<size_t> LabelAt(size_t x, size_t y) const;

  const SceneLayout& layout() const { return layout_; }
  // Another one whenever what lies under the layers must be painted anew.
  uint64_t background_version() const { return background_version_; }
  const Layers& layers() const { return layers_; }

 private:
  bool UpdateLayout(const Scene& scene, Extent canvas, double text_scale);
  Status Draw(Kind kind);
  void Place(Kind kind, const PixelRegion& place);

  SceneLayout layout_;
  Extent frame_size_;
  double text_scale_ = 1;
  bool two_panes_ = true;
  uint64_t background_version_ = 0;
  uint64_t next_version_ = 1;
  SceneWords words_;  // as drawn
  Layers layers_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_SCENE_LAYERS_H_
