#include "tools/report/canvas.h"

#include "camapp/picture/draw_text.h"
#include "camapp/picture/fit_text.h"
#include "engine/base/printable_text.h"

namespace camglass {
namespace {

constexpr double kQuarterTurn = 1.5707963267948966;

std::string Fitted(const std::string& text, const Font& font, double width) {
  return Ellipsised(PrintableText(text), font, width, TextWidth);
}

}  // namespace

Canvas::Canvas(Extent size) {
  surface_.SetSize(size);
  context_.reset(cairo_create(surface_.get()));
  cairo_set_source_rgb(context_.get(), 1, 1, 1);
  cairo_paint(context_.get());
}

void Canvas::Fill(const Rectangle& area, double red, double green,
                  double blue) {
  cairo_set_source_rgb(context_.get(), red, green, blue);
  cairo_rectangle(context_.get(), area.x, area.y, area.w, area.h);
  cairo_fill(context_.get());
}

void Canvas::Frame(const Rectangle& area, double grey, double width) {
  cairo_set_source_rgb(context_.get(), grey, grey, grey);
  cairo_set_line_width(context_.get(), width);
  cairo_rectangle(context_.get(), area.x, area.y, area.w, area.h);
  cairo_stroke(context_.get());
}

void Canvas::DrawSegment(double x0, double y0, double x1, double y1,
                         double grey) {
  cairo_set_source_rgb(context_.get(), grey, grey, grey);
  cairo_set_line_width(context_.get(), 1.5);
  cairo_move_to(context_.get(), x0, y0);
  cairo_line_to(context_.get(), x1, y1);
  cairo_stroke(context_.get());
}

void Canvas::Line(double x0, double y0, double x1, double y1, double grey) {
  DrawSegment(x0, y0, x1, y1, grey);
}

void Canvas::Dash(double x0, double y0, double x1, double y1, double grey) {
  const double dashes[] = {6, 5};
  cairo_set_dash(context_.get(), dashes, 2, 0);
  DrawSegment(x0, y0, x1, y1, grey);
  cairo_set_dash(context_.get(), nullptr, 0, 0);
}

void Canvas::TextCentred(const std::string& text, double size, double x,
                         double y, double width, double grey) {
  const Font font = {size, false};
  cairo_set_source_rgb(context_.get(), grey, grey, grey);
  DrawText(context_.get(), {Fitted(text, font, width), font, x, y});
}

void Canvas::TextFrom(const std::string& text, double size, double x, double y,
                      double width, double grey) {
  const Font font = {size, false};
  cairo_set_source_rgb(context_.get(), grey, grey, grey);
  DrawTextFrom(context_.get(), {Fitted(text, font, width), font, x, y});
}

void Canvas::TextUp(const std::string& text, double size, double x, double y,
                    double width) {
  cairo_save(context_.get());
  cairo_translate(context_.get(), x, y);
  cairo_rotate(context_.get(), -kQuarterTurn);
  TextFrom(text, size, 0, 0, width);
  cairo_restore(context_.get());
}

StatusOr<Picture> Canvas::Finish() {
  if (!surface_.ok() || cairo_status(context_.get()) != CAIRO_STATUS_SUCCESS)
    return IoError("the chart can't be drawn (out of memory)");
  Picture picture;
  surface_.CopyTo(&picture);
  return picture;
}

}  // namespace camglass
