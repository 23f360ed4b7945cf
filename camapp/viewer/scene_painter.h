// Paints a scene into a picture of any size.
#ifndef CAMGLASS_CAMAPP_VIEWER_SCENE_PAINTER_H_
#define CAMGLASS_CAMAPP_VIEWER_SCENE_PAINTER_H_

#include <memory>

#include "camapp/picture/picture.h"
#include "camapp/viewer/scene.h"
#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

// The size of a picture in which the scene's panes have their own size.
Extent NaturalSize(const Scene& scene);

class ScenePainter {
 public:
  ScenePainter();
  ~ScenePainter();
  ScenePainter(const ScenePainter&) = delete;
  ScenePainter& operator=(const ScenePainter&) = delete;

  // The picture holds until the next call. Only what has changed since then is
  // painted; while sizes and words stay, nothing is allocated. size: each side
  // at least 1. text_scale: as LayOutScene has it.
  StatusOr<const Picture*> Paint(const Scene& scene, Extent size,
                                 double text_scale = 1);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_SCENE_PAINTER_H_
