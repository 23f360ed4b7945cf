#include "tools/input_size.h"

#include <cstdio>

namespace camglass {

StatusOr<Extent> ParseInputSize(const std::string& text, size_t usual) {
  if (text.empty()) return Extent{usual, usual};
  Extent extent;
  char rest = 0;
  const int count =
      std::sscanf(text.c_str(), "%zux%zu%c", &extent.h, &extent.w, &rest);
  if (count == 1 && text.find('x') == std::string::npos) extent.w = extent.h;
  const bool whole = count == 2 || (count == 1 && extent.w == extent.h);
  if (!whole || text.find('-') != std::string::npos || extent.h == 0 ||
      extent.w == 0) {
    return UsageError("--size " + text +
                      ": give one side, or HEIGHTxWIDTH, as in 224x299");
  }
  return extent;
}

}  // namespace camglass
