// Texts from anywhere made safe to stand in a page.
#ifndef CAMGLASS_TOOLS_REPORT_HTML_H_
#define CAMGLASS_TOOLS_REPORT_HTML_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace camglass {

inline constexpr size_t kMostNameCharacters = 300;

// For an element's text and for a quoted attribute: printable (PrintableText),
// without anything that begins a tag, an entity or ends the quotes. What is
// longer than `most` characters loses its end.
std::string HtmlText(std::string_view text, size_t most = kMostNameCharacters);

// The same as a unit of its own direction, for a name within a sentence.
std::string HtmlName(std::string_view text);

// "87.5 %"; an en dash for what is not a number.
std::string PercentText(double share);

// An <img> that holds its picture. `alt`: text from anywhere.
std::string JpegImage(std::span<const uint8_t> jpeg, std::string_view alt);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_REPORT_HTML_H_
