// Words in a sentence: "a, b, c".
#ifndef CAMGLASS_ENGINE_BASE_COMMA_LIST_H_
#define CAMGLASS_ENGINE_BASE_COMMA_LIST_H_

#include <string>
#include <vector>

namespace camglass {

inline std::string CommaList(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words)
    list += (list.empty() ? "" : ", ") + word;
  return list;
}

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_COMMA_LIST_H_
