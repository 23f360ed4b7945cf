// A picture drawn into a part of a cairo surface.
#ifndef CAMGLASS_CAMAPP_PICTURE_DRAW_PANEL_H_
#define CAMGLASS_CAMAPP_PICTURE_DRAW_PANEL_H_

#include "camapp/picture/figure_layout.h"
#include "camapp/picture/surface.h"

namespace camglass {

// Scaled to fill `place`, smoothly.
void DrawPanel(cairo_t* context, const Surface& picture,
               const Rectangle& place);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_DRAW_PANEL_H_
