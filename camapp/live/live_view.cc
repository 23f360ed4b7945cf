#include "camapp/live/live_view.h"

#include "camapp/cam/figure_text.h"

namespace camglass {
namespace {

bool SameRegion(const PixelRegion& a, const PixelRegion& b) {
  return a.top == b.top && a.left == b.left && a.size == b.size;
}

}  // namespace

StatusOr<const Picture*> LiveView::Draw(const LiveFrame& frame,
                                        const Explainer* explainer,
                                        const Explanation* explanation) {
  if (kind_ == ViewKind::kFrame || explanation == nullptr)
    return &frame.picture;
  const bool same = painter_.map() == explanation->map_size &&
                    painter_.picture() == frame.picture.extent() &&
                    SameRegion(painter_.covered(), explanation->covered);
  if (!same) {
    painter_ = FastOverlayPainter(explanation->map_size, frame.picture.extent(),
                                  explanation->covered);
  }
  painter_.Paint(explanation->map, frame.picture, overlay_options_, &overlay_);
  if (kind_ == ViewKind::kOverlay) return &overlay_;
  CAMGLASS_RETURN_IF_ERROR(
      figure_painter_.Paint(frame.picture, overlay_,
                            FigureTextOf(*explainer, *explanation), &figure_));
  return &figure_;
}

}  // namespace camglass
