#include "weights/bounded_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace camglass {
namespace {

// How deep brackets nest outside of strings.
size_t NestingOf(const std::string& text) {
  size_t depth = 0;
  size_t deepest = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string && c == '\\') ++i;
    if (c == '"') in_string = !in_string;
    if (in_string) continue;
    if (c == '[' || c == '{') deepest = std::max(deepest, ++depth);
    if ((c == ']' || c == '}') && depth > 0) --depth;
  }
  return deepest;
}

}  // namespace

StatusOr<nlohmann::json> ParseBoundedJson(const std::string& what,
                                          const std::string& text,
                                          size_t most_bytes,
                                          size_t most_nesting) {
  if (text.size() > most_bytes || NestingOf(text) > most_nesting)
    return InvalidInput(what + " is too long or nests too deep");
  nlohmann::json value =
      nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) return InvalidInput(what + " is not JSON");
  return value;
}

}  // namespace camglass
