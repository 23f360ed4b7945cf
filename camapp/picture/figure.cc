#include "camapp/picture/figure.h"

#include <cairo.h>

#include <cmath>
#include <cstdio>

#include "camapp/picture/draw_panel.h"
#include "camapp/picture/draw_text.h"
#include "camapp/picture/surface.h"
#include "engine/base/check.h"

namespace camglass {
namespace {

constexpr double kTextGrey = 0.13;
constexpr double kCaptionGrey = 0.35;

}  // namespace

std::string ScoreText(float score) {
  if (std::isnan(score)) return "NaN";
  char text[32];
  std::snprintf(text, sizeof(text), "%.5g", static_cast<double>(score));
  return text;
}

struct FigurePainter::Impl {
  Surface panel;  // the frame, then the overlay: large ones take much memory
  Surface canvas;
};

FigurePainter::FigurePainter() : impl_(std::make_unique<Impl>()) {}
FigurePainter::~FigurePainter() = default;

Status FigurePainter::Paint(const Picture& frame, const Picture& overlay,
                            const FigureText& text, Picture* out) {
  CAMGLASS_CHECK(frame.extent() == overlay.extent());
  const FigureLayout layout = LayOutFigure(frame.extent(), text, TextWidth);

  impl_->panel.SetSize(frame.extent());
  impl_->canvas.SetSize(layout.size);
  if (!impl_->panel.ok() || !impl_->canvas.ok())
    return IoError("the figure can't be drawn (out of memory)");

  const Context context(cairo_create(impl_->canvas.get()));
  cairo_set_source_rgb(context.get(), 1, 1, 1);
  cairo_paint(context.get());
  impl_->panel.CopyFrom(frame);
  DrawPanel(context.get(), impl_->panel, layout.frame);
  impl_->panel.CopyFrom(overlay);
  DrawPanel(context.get(), impl_->panel, layout.overlay);
  for (const TextLine& line : layout.lines) {
    const double grey = line.font.bold ? kTextGrey : kCaptionGrey;
    cairo_set_source_rgb(context.get(), grey, grey, grey);
    DrawText(context.get(), line);
  }
  if (cairo_status(context.get()) != CAIRO_STATUS_SUCCESS)
    return IoError(std::string("the figure can't be drawn (") +
                   cairo_status_to_string(cairo_status(context.get())) + ")");
  impl_->canvas.CopyTo(out);
  return Status();
}

}  // namespace camglass
