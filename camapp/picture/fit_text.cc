#include "camapp/picture/fit_text.h"

#include <algorithm>
#include <cmath>

#include "engine/base/printable_text.h"

namespace camglass {
namespace {

constexpr const char* kEllipsis = "\xE2\x80\xA6";

std::string Joined(const std::vector<std::string>& items) {
  std::string text;
  for (size_t i = 0; i < items.size(); ++i)
    text += (i == 0 ? "" : ", ") + items[i];
  return text;
}

std::vector<std::string> Wrapped(const std::vector<std::string>& items,
                                 const Font& font, double width,
                                 const TextMeasure& measure) {
  std::vector<std::string> lines;
  for (size_t i = 0; i < items.size(); ++i) {
    const std::string item = items[i] + (i + 1 < items.size() ? "," : "");
    if (!lines.empty() && measure(lines.back() + " " + item, font) <= width)
      lines.back() += " " + item;
    else
      lines.push_back(Ellipsised(item, font, width, measure));
  }
  return lines;
}

}  // namespace

std::string Ellipsised(const std::string& text, const Font& font, double width,
                       const TextMeasure& measure) {
  if (measure(text, font) <= width) return text;
  size_t fits = 0;
  size_t too_long = CharacterCount(text);
  while (fits + 1 < too_long) {
    const size_t middle = (fits + too_long) / 2;
    const std::string cut =
        std::string(FirstCharacters(text, middle)) + kEllipsis;
    (measure(cut, font) <= width ? fits : too_long) = middle;
  }
  return std::string(FirstCharacters(text, fits)) + kEllipsis;
}

FittedLines FitItems(const std::vector<std::string>& items, Font font,
                     double width, double least_shrink,
                     const TextMeasure& measure) {
  const std::string whole = Joined(items);
  const double natural = measure(whole, font);
  if (natural <= width) return {{whole}, font};
  const double least = font.size * least_shrink;
  const double shrunk = std::floor(font.size * width / natural);
  font.size = std::max(shrunk, least);
  if (measure(whole, font) <= width) return {{whole}, font};
  font.size = least;
  return {Wrapped(items, font, width, measure), font};
}

}  // namespace camglass
