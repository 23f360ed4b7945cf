// How each kind of a scene's words looks.
#ifndef CAMGLASS_CAMAPP_VIEWER_DRAW_WORDS_H_
#define CAMGLASS_CAMAPP_VIEWER_DRAW_WORDS_H_

#include <cairo.h>

#include "camapp/viewer/scene.h"
#include "camapp/viewer/scene_layers.h"
#include "camapp/viewer/scene_layout.h"

namespace camglass {

class WordPainter {
 public:
  // The layout must outlive the painter.
  explicit WordPainter(const SceneLayout& layout) : layout_(layout) {}

  // Where the words go; empty where there are none, or there is no room.
  PixelRegion PlaceOf(SceneLayers::Kind kind, const SceneWords& words) const;

  // Fills all of the context, which has the place's size.
  void Paint(cairo_t* context, SceneLayers::Kind kind, const SceneWords& words,
             Extent size) const;

 private:
  void PaintTitle(cairo_t* context, const SceneWords& words, Extent size) const;
  void PaintClass(cairo_t* context, const SceneWords& words, size_t place,
                  double column) const;
  void PaintSource(cairo_t* context, const SceneWords& words,
                   Extent size) const;
  void PaintCaption(cairo_t* context, const SceneWords& words,
                    Extent size) const;
  double PaintLegend(cairo_t* context, const SceneLegend& legend,
                     Extent size) const;
  void PaintStatus(cairo_t* context, const SceneWords& words,
                   Extent size) const;

  const SceneLayout& layout_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_DRAW_WORDS_H_
