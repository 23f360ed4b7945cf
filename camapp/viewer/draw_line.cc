#include "camapp/viewer/draw_line.h"

#include <cmath>

#include "engine/base/printable_text.h"

namespace camglass {

void Fill(cairo_t* context, double grey) {
  cairo_set_source_rgb(context, grey, grey, grey);
  cairo_paint(context);
}

void Write(cairo_t* context, const std::string& text, const Font& font,
           double grey, double x, double y) {
  cairo_set_source_rgb(context, grey, grey, grey);
  DrawTextFrom(context, {text, font, x, y});
}

double Baseline(double height, double size) {
  return std::round(height / 2 + 0.36 * size);
}

std::string Cut(const std::string& text, const Font& font, double width) {
  return Ellipsised(PrintableText(text), font, width, TextWidth);
}

std::string Cut(Phrase phrase, const Font& font, double width) {
  for (PhrasePart& part : phrase) part.text = PrintableText(part.text);
  return FitPhrase(phrase, font, width, TextWidth);
}

}  // namespace camglass
