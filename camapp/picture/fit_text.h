// Words made to fit into a width.
#ifndef CAMGLASS_CAMAPP_PICTURE_FIT_TEXT_H_
#define CAMGLASS_CAMAPP_PICTURE_FIT_TEXT_H_

#include <string>
#include <vector>

#include "camapp/picture/figure_layout.h"

namespace camglass {

// `text`, or its longest beginning that fits with an ellipsis.
std::string Ellipsised(const std::string& text, const Font& font, double width,
                       const TextMeasure& measure);

struct FittedLines {
  std::vector<std::string> texts;
  Font font;
};

// The items as one line, joined with ", ". Where that is too wide it is set
// smaller, down to `least_shrink` of the size; where that is not enough it is
// wrapped at its commas, and a single item that is too wide is cut with an
// ellipsis.
FittedLines FitItems(const std::vector<std::string>& items, Font font,
                     double width, double least_shrink,
                     const TextMeasure& measure);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_FIT_TEXT_H_
