// What is shown of a frame: itself, the map over it, or the example's figure.
#ifndef CAMGLASS_CAMAPP_LIVE_LIVE_VIEW_H_
#define CAMGLASS_CAMAPP_LIVE_LIVE_VIEW_H_

#include "camapp/cam/explain.h"
#include "camapp/live/live_frame.h"
#include "camapp/picture/fast_overlay.h"
#include "camapp/picture/figure.h"
#include "camapp/picture/overlay.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

enum class ViewKind { kFrame, kOverlay, kFigure };

class LiveView {
 public:
  LiveView(ViewKind kind, const OverlayOptions& overlay)
      : kind_(kind), overlay_options_(overlay) {}

  // The picture to show, until the next call: `frame`'s own where there is no
  // explanation, or none is wanted. Overlays allocate nothing while the sizes
  // stay.
  StatusOr<const Picture*> Draw(const LiveFrame& frame,
                                const Explainer* explainer,
                                const Explanation* explanation);

 private:
  ViewKind kind_;
  OverlayOptions overlay_options_;
  FastOverlayPainter painter_;
  FigurePainter figure_painter_;
  Picture overlay_;
  Picture figure_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_LIVE_VIEW_H_
