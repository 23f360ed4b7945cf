#include "tools/input_size.h"

#include <charconv>

namespace camglass {
namespace {

// Reads digits alone; false where there is none, or the number is 0.
bool ReadSide(const char** at, const char* end, size_t* side) {
  const auto [stop, error] = std::from_chars(*at, end, *side);
  *at = stop;
  return error == std::errc() && *side > 0;
}

}  // namespace

StatusOr<Extent> ParseInputSize(const std::string& text, size_t usual) {
  if (text.empty()) return Extent{usual, usual};
  Extent extent;
  const char* at = text.data();
  const char* const end = at + text.size();
  bool good = ReadSide(&at, end, &extent.h);
  if (good && at == end)
    extent.w = extent.h;
  else
    good = good && *at++ == 'x' && ReadSide(&at, end, &extent.w) && at == end;
  if (!good)
    return UsageError("--size " + text +
                      ": give one side, or HEIGHTxWIDTH, as in 224x299");
  return extent;
}

}  // namespace camglass
