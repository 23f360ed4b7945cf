// The lines before a part of a multipart stream.
#ifndef CAMGLASS_CAMAPP_VIDEO_PART_HEADER_H_
#define CAMGLASS_CAMAPP_VIDEO_PART_HEADER_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace camglass {

struct PartHeader {
  std::string boundary;  // with its two dashes; empty: not such a stream
  size_t length = 0;     // 0: it doesn't tell
};

// Of the last bytes before a part's content. They are a header where they end
// with an empty line, and a line that begins with two dashes comes before it.
PartHeader ParsePartHeader(std::string_view text);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIDEO_PART_HEADER_H_
