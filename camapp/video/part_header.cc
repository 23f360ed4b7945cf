#include "camapp/video/part_header.h"

#include <strings.h>

#include <charconv>

namespace camglass {
namespace {

constexpr std::string_view kLength = "content-length:";

// The first line of *text, which loses it.
std::string_view TakeLine(std::string_view* text) {
  const size_t end = text->find('\n');
  std::string_view line = text->substr(0, end);
  text->remove_prefix(end == std::string_view::npos ? text->size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// 0 where it is none.
size_t LengthIn(std::string_view line) {
  if (line.size() < kLength.size() ||
      strncasecmp(line.data(), kLength.data(), kLength.size()) != 0)
    return 0;
  line.remove_prefix(kLength.size());
  while (line.starts_with(' ') || line.starts_with('\t')) line.remove_prefix(1);
  size_t length = 0;
  const auto [end, error] =
      std::from_chars(line.data(), line.data() + line.size(), length);
  return error == std::errc() ? length : 0;
}

bool EndsWithEmptyLine(std::string_view text) {
  return text.ends_with("\n\r\n") || text.ends_with("\n\n");
}

}  // namespace

PartHeader ParsePartHeader(std::string_view text) {
  PartHeader header;
  if (!EndsWithEmptyLine(text)) return header;
  while (!text.empty()) {
    const std::string_view line = TakeLine(&text);
    if (line.size() > 2 && line.starts_with("--")) {
      header.boundary = line;
      header.length = 0;
    } else if (const size_t length = LengthIn(line); length > 0) {
      header.length = length;
    }
  }
  if (header.boundary.empty()) header.length = 0;
  return header;
}

}  // namespace camglass
