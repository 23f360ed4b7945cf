#include "camapp/picture/placeholder.h"

#include <algorithm>

#include "camapp/picture/draw_text.h"
#include "camapp/picture/surface.h"
#include "engine/base/printable_text.h"

namespace camglass {
namespace {

constexpr double kBackground = 0.16;
constexpr double kText = 0.85;
// Of the picture's height, and of its width.
constexpr double kTitleSize = 1.0 / 14;
constexpr double kLineSize = 1.0 / 22;
constexpr double kWidest = 0.92;

TextLine Fitted(const std::string& text, Font font, double width) {
  const double natural = TextWidth(text, font);
  font.size *= std::min(1.0, kWidest * width / std::max(natural, 1.0));
  return {text, font, width / 2, 0};
}

}  // namespace

Status PaintPlaceholder(Extent size, const std::vector<std::string>& lines,
                        Picture* out) {
  Surface canvas;
  canvas.SetSize(size);
  if (!canvas.ok()) return IoError("the placeholder can't be drawn");
  const Context context(cairo_create(canvas.get()));
  cairo_set_source_rgb(context.get(), kBackground, kBackground, kBackground);
  cairo_paint(context.get());
  cairo_set_source_rgb(context.get(), kText, kText, kText);
  const auto h = static_cast<double>(size.h);
  double y = h / 2;
  for (size_t i = 0; i < lines.size(); ++i) {
    const Font font = {h * (i == 0 ? kTitleSize : kLineSize), i == 0};
    TextLine line =
        Fitted(PrintableText(lines[i]), font, static_cast<double>(size.w));
    line.y = y;
    DrawText(context.get(), line);
    y += h * kTitleSize;
  }
  if (cairo_status(context.get()) != CAIRO_STATUS_SUCCESS)
    return IoError("the placeholder can't be drawn");
  canvas.CopyTo(out);
  return Status();
}

}  // namespace camglass
