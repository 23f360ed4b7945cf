// How each kind of a scene's words looks.
#ifndef CAMGLASS_CAMAPP_VIEWER_DRAW_WORDS_H_
#define CAMGLASS_CAMAPP_VIEWER_DRAW_WORDS_H_

#include <cairo.h>

#include <string>

#include "camapp/picture/figure_layout.h"
#include "camapp/viewer/scene.h"
#include "camapp/viewer/scene_layers.h"
#include "camapp/viewer/scene_layout.h"

namespace camglass {

class WordPainter {
 public:
  // `ruler` measures text; both must outlive the painter.
  WordPainter(cairo_t* ruler, const SceneLayout& layout)
      : ruler_(ruler), layout_(layout) {}

  // Where the words go; empty where there are none, or there is no room.
  PixelRegion PlaceOf(SceneLayers::Kind kind, const SceneWords& words) const;

  // Fills all of the context, which has the place's size.
  void Paint(cairo_t* context, SceneLayers::Kind kind, const SceneWords& words,
             Extent size) const;

 private:
  PixelRegion NoticePlace(const SceneWords& words) const;
  PixelRegion HelpPlace(const SceneWords& words) const;
  double HelpTextSize(const SceneWords& words) const;
  double NoticeTextSize(const SceneWords& words) const;

  void PaintTitle(cairo_t* context, const SceneWords& words, Extent size) const;
  void PaintSource(cairo_t* context, const SceneWords& words,
                   Extent size) const;
  void PaintCaption(cairo_t* context, const SceneWords& words,
                    Extent size) const;
  double PaintLegend(cairo_t* context, const SceneLegend& legend,
                     Extent size) const;
  void PaintStatus(cairo_t* context, const SceneWords& words,
                   Extent size) const;
  void PaintNotice(cairo_t* context, const SceneWords& words,
                   Extent size) const;
  void PaintHelp(cairo_t* context, const SceneWords& words, Extent size) const;

  double Width(const std::string& text, const Font& font) const;
  std::string Cut(const std::string& text, const Font& font,
                  double width) const;

  cairo_t* ruler_;
  const SceneLayout& layout_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_DRAW_WORDS_H_
