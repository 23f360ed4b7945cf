// Single lines of text, as the words of a scene are drawn.
#ifndef CAMGLASS_CAMAPP_VIEWER_DRAW_LINE_H_
#define CAMGLASS_CAMAPP_VIEWER_DRAW_LINE_H_

#include <cairo.h>

#include <cstddef>
#include <string>

#include "camapp/picture/draw_text.h"
#include "camapp/picture/fit_text.h"

namespace camglass {

inline double Side(size_t length) { return static_cast<double>(length); }

// All of the context. Greys go from 0, black, to 1.
void Fill(cairo_t* context, double grey);

// A line with its left end at x, its baseline at y.
void Write(cairo_t* context, const std::string& text, const Font& font,
           double grey, double x, double y);

// The baseline that has the text of a line in the middle of `height`.
double Baseline(double height, double size);

// What may be drawn of a text from anywhere, ended by an ellipsis where it is
// wider than `width`; of a phrase, the parts that may be cut are.
std::string Cut(const std::string& text, const Font& font, double width);
std::string Cut(Phrase phrase, const Font& font, double width);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_DRAW_LINE_H_
