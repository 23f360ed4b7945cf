#include "camapp/picture/fit_text.h"

#include <pango/pango.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "engine/base/printable_text.h"

namespace camglass {
namespace {

constexpr const char* kEllipsis = "\xE2\x80\xA6";
constexpr const char* kFirstStrongIsolate = "\xE2\x81\xA8";
constexpr const char* kPopIsolate = "\xE2\x81\xA9";
// More than a line can show. Measuring takes time that grows with the text.
constexpr size_t kMostCharacters = 1000;

struct CharacterRange {
  gunichar first;
  gunichar last;
};
// The blocks that Unicode keeps for scripts read from the right.
constexpr CharacterRange kReadFromRight[] = {{0x0590, 0x08FF},
                                             {0xFB1D, 0xFDFF},
                                             {0xFE70, 0xFEFF},
                                             {0x10800, 0x10FFF},
                                             {0x1E800, 0x1EFFF}};

bool IsReadFromRight(gunichar character) {
  return std::any_of(std::begin(kReadFromRight), std::end(kReadFromRight),
                     [character](const CharacterRange& range) {
                       return character >= range.first &&
                              character <= range.last;
                     });
}

// The bytes after which the text may be cut, but for the end: letters stay with
// their accents.
std::vector<size_t> PlacesToCut(const std::string& text) {
  const size_t characters = CharacterCount(text);
  std::vector<PangoLogAttr> attributes(characters + 1);
  pango_get_log_attrs(text.data(), static_cast<int>(text.size()), -1,
                      pango_language_get_default(), attributes.data(),
                      static_cast<int>(attributes.size()));
  std::vector<size_t> places;
  const char* at = text.data();
  for (size_t i = 0; i < characters; ++i, at = g_utf8_offset_to_pointer(at, 1))
    if (attributes[i].is_cursor_position)
      places.push_back(static_cast<size_t>(at - text.data()));
  return places;
}

std::string Joined(const std::vector<std::string>& items) {
  std::string text;
  for (size_t i = 0; i < items.size(); ++i)
    text += (i == 0 ? "" : ", ") + Isolated(items[i]);
  return text;
}

std::vector<std::string> Wrapped(const std::vector<std::string>& items,
                                 const Font& font, double width,
                                 const TextMeasure& measure) {
  std::vector<std::string> lines;
  for (size_t i = 0; i < items.size(); ++i) {
    const std::string item =
        Isolated(items[i]) + (i + 1 < items.size() ? "," : "");
    if (!lines.empty() && measure(lines.back() + " " + item, font) <= width)
      lines.back() += " " + item;
    else if (measure(item, font) <= width)
      lines.push_back(item);
    else
      lines.push_back(Ellipsised(items[i], font, width, measure));
  }
  return lines;
}

// The width that each name may have, so that all together have `room`: short
// ones leave theirs to the others.
double ShareOf(double room, std::vector<double> widths) {
  std::sort(widths.begin(), widths.end());
  double share = 0;
  for (size_t i = 0; i < widths.size(); ++i) {
    share = room / static_cast<double>(widths.size() - i);
    if (widths[i] > share) break;
    room -= widths[i];
  }
  return share;
}

}  // namespace

std::string Isolated(const std::string& text) {
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;
       at = g_utf8_offset_to_pointer(at, 1))
    if (IsReadFromRight(g_utf8_get_char(at)))
      return kFirstStrongIsolate + text + kPopIsolate;
  return text;
}

std::string Ellipsised(const std::string& text, const Font& font, double width,
                       const TextMeasure& measure) {
  const std::string whole(FirstCharacters(text, kMostCharacters));
  const std::string isolated = Isolated(whole);
  if (whole.size() == text.size() && measure(isolated, font) <= width)
    return isolated;
  const std::vector<size_t> places = PlacesToCut(whole);
  const auto cut = [&](size_t place) {
    return Isolated(whole.substr(0, place) + kEllipsis);
  };
  // The first is before the first character, which always "fits".
  const auto too_wide = std::partition_point(
      places.begin() + (places.empty() ? 0 : 1), places.end(),
      [&](size_t place) { return measure(cut(place), font) <= width; });
  return cut(too_wide == places.begin() ? 0 : *std::prev(too_wide));
}

std::string WholeText(const Phrase& phrase) {
  std::string text;
  for (const PhrasePart& part : phrase) text += Isolated(part.text);
  return text;
}

std::string FitPhrase(const Phrase& phrase, const Font& font, double width,
                      const TextMeasure& measure) {
  const std::string whole = WholeText(phrase);
  if (phrase.empty() || measure(whole, font) <= width) return whole;
  std::string rest;
  std::vector<double> names;
  for (const PhrasePart& part : phrase) {
    if (part.is_name)
      names.push_back(measure(Isolated(part.text), font));
    else
      rest += part.text;
  }
  const double room = width - measure(rest, font);
  const double least = measure(kEllipsis, font);
  if (room < least * static_cast<double>(names.size()) || names.empty())
    return Ellipsised(phrase[0].text, font, width, measure);
  const double share = ShareOf(room, std::move(names));
  std::string text;
  for (const PhrasePart& part : phrase)
    text +=
        part.is_name ? Ellipsised(part.text, font, share, measure) : part.text;
  return text;
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
