// Words made to fit into a width.
#ifndef CAMGLASS_CAMAPP_PICTURE_FIT_TEXT_H_
#define CAMGLASS_CAMAPP_PICTURE_FIT_TEXT_H_

#include <string>
#include <vector>

#include "camapp/picture/figure_layout.h"

namespace camglass {

// The text as a unit of its own in a line that is read from the left: one with
// letters that are read from the right gets Unicode's isolates around it,
// others stay as they are.
std::string Isolated(const std::string& text);

// `text`, or its longest beginning that fits with an ellipsis, cut between what
// people see as characters; isolated.
std::string Ellipsised(const std::string& text, const Font& font, double width,
                       const TextMeasure& measure);

// A part of a line. Where there is no room names lose their ends, and the rest
// (numbers, units, words of our own) stays.
struct PhrasePart {
  std::string text;
  bool is_name = false;

  bool operator==(const PhrasePart&) const = default;
};
using Phrase = std::vector<PhrasePart>;

std::string WholeText(const Phrase& phrase);

// In one line. Names share what room the rest leaves; where it leaves none only
// the first part is there, cut.
std::string FitPhrase(const Phrase& phrase, const Font& font, double width,
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
