// Where everything of a scene goes. Pure geometry, in pixels.
#ifndef CAMGLASS_CAMAPP_VIEWER_SCENE_LAYOUT_H_
#define CAMGLASS_CAMAPP_VIEWER_SCENE_LAYOUT_H_

#include "camapp/picture/overlay.h"
#include "engine/tensor.h"

namespace camglass {

struct SceneLayout {
  Extent canvas;
  double unit = 16;  // the size of ordinary text
  bool side_by_side = true;
  PixelRegion title;
  PixelRegion left;           // the frame; empty where there is one pane
  PixelRegion right;          // the overlay, or the only pane
  PixelRegion left_caption;   // empty where the panes are stacked, or one
  PixelRegion right_caption;  // under its pane; it has the legend, too
  PixelRegion status;
};

// The panes keep the frame's shape, side by side or one above the other,
// whichever makes them larger; nothing overlaps and nothing leaves the canvas.
// On a canvas that is too small for words there are only panes. Sides of canvas
// and frame: at least 1. text_scale: how many pixels make one of an ordinary
// display, where letters must not get smaller than people can read.
SceneLayout LayOutScene(Extent canvas, Extent frame, bool two_panes,
                        double text_scale = 1);

// The canvas on which the panes have exactly the frame's size, side by side.
Extent NaturalCanvas(Extent frame, bool two_panes);

// The natural canvas made smaller until it goes into `most`. Then it stays as
// wide as words want, where there is room: those over a very tall picture are
// else too small to read. text_scale: as LayOutScene has it.
Extent CanvasWithin(Extent natural, Extent most, double text_scale = 1);

// A canvas so many pixels wide, and as high as the panes then want: one above
// the other where the frame is wide, side by side where it is high. width: at
// least 96. text_scale: as LayOutScene has it.
Extent NarrowCanvas(Extent frame, bool two_panes, size_t width,
                    double text_scale = 1);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_SCENE_LAYOUT_H_
