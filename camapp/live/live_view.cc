#include "camapp/live/live_view.h"

#include "camapp/cam/picture_report.h"

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
  const ClassMap& map = explanation->map;
  const PixelRegion& covered = explanation->provenance.covered;
  const bool same = painter_.map() == map.size &&
                    painter_.picture() == frame.picture.extent() &&
                    SameRegion(painter_.covered(), covered);
  if (!same) {
    painter_ = FastOverlayPainter(map.size, frame.picture.extent(), covered);
  }
  painter_.Paint(map.values, frame.picture, overlay_options_, &overlay_);
  if (kind_ == ViewKind::kOverlay) return &overlay_;
  CAMGLASS_RETURN_IF_ERROR(
      figure_painter_.Paint(frame.picture, overlay_,
                            FigureTextOf(*explainer, *explanation), &figure_));
  return &figure_;
}

}  // namespace camglass
