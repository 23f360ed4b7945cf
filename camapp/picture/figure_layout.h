// Where everything of the example's figure goes: the frame at the left, the
// overlay at the right, above them a title with the labels and the scores.
// Pure geometry: drawing is figure.h's.
#ifndef CAMGLASS_CAMAPP_PICTURE_FIGURE_LAYOUT_H_
#define CAMGLASS_CAMAPP_PICTURE_FIGURE_LAYOUT_H_

#include <functional>
#include <string>
#include <vector>

#include "engine/tensor.h"

namespace camglass {

// The words of a figure. They are UTF-8 from anywhere.
struct FigureText {
  std::vector<std::string> labels;  // best first; one line, joined with ", "
  std::vector<std::string> scores;  // the line below
  std::string caption;              // under the overlay; may be empty
};

struct Font {
  double size = 0;  // pixels
  bool bold = false;
};

// The width in pixels of a line of text.
using TextMeasure =
    std::function<double(const std::string& text, const Font& font)>;

// One line of text, centred at x, its baseline at y.
struct TextLine {
  std::string text;
  Font font;
  double x = 0;
  double y = 0;
};

struct Rectangle {
  double x = 0;
  double y = 0;
  double w = 0;
  double h = 0;
};

struct FigureLayout {
  Extent size;  // of the whole figure, in pixels
  Rectangle frame;
  Rectangle overlay;
  std::vector<TextLine> lines;
};

// Only the first few labels and scores are shown. A line that is too wide is
// set smaller; where that is not enough it is wrapped at its commas, and a
// single text wider than the figure is cut with an ellipsis. Nothing overlaps
// and nothing leaves the figure.
FigureLayout LayOutFigure(Extent picture, const FigureText& text,
                          const TextMeasure& measure);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_FIGURE_LAYOUT_H_
