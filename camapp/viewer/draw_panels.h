// The dark panels over the panes: a notice and the help.
#ifndef CAMGLASS_CAMAPP_VIEWER_DRAW_PANELS_H_
#define CAMGLASS_CAMAPP_VIEWER_DRAW_PANELS_H_

#include <cairo.h>

#include "camapp/picture/overlay.h"
#include "camapp/viewer/scene.h"
#include "camapp/viewer/scene_layout.h"
#include "engine/tensor.h"

namespace camglass {

// Over the lower end of the panes. There is a notice.
PixelRegion NoticePlace(const SceneLayout& layout, const SceneWords& words);

// In the middle of the canvas. There is help.
PixelRegion HelpPlace(const SceneLayout& layout, const SceneWords& words);

// Into contexts of the places' sizes.
void PaintNotice(cairo_t* context, const SceneLayout& layout,
                 const SceneWords& words, Extent size);
void PaintHelp(cairo_t* context, const SceneLayout& layout,
               const SceneWords& words);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_DRAW_PANELS_H_
