// Counts in messages: "1 name", "3 names".
#ifndef CAMGLASS_ENGINE_BASE_COUNTED_H_
#define CAMGLASS_ENGINE_BASE_COUNTED_H_

#include <cstdint>
#include <string>

namespace camglass {

// The count with its noun. `many`: its plural, where that is not `one` with an
// s ("classes").
inline std::string Counted(uint64_t count, const std::string& one,
                           const std::string& many = "") {
  std::string text = std::to_string(count) + " ";
  if (count == 1) return text + one;
  return text + (many.empty() ? one + "s" : many);
}

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_COUNTED_H_
