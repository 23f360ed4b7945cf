#include "camapp/picture/draw_panel.h"

namespace camglass {

void DrawPanel(cairo_t* context, const Surface& picture,
               const Rectangle& place) {
  const Extent size = picture.size();
  cairo_save(context);
  cairo_rectangle(context, place.x, place.y, place.w, place.h);
  cairo_clip(context);
  cairo_translate(context, place.x, place.y);
  cairo_scale(context, place.w / static_cast<double>(size.w),
              place.h / static_cast<double>(size.h));
  cairo_set_source_surface(context, picture.get(), 0, 0);
  // Without padding the borders would mix with what lies outside: black.
  cairo_pattern_set_extend(cairo_get_source(context), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_GOOD);
  cairo_paint(context);
  cairo_restore(context);
}

}  // namespace camglass
