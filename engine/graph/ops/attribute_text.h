// An op's attributes in words: " key=value" each.
#ifndef CAMGLASS_ENGINE_GRAPH_OPS_ATTRIBUTE_TEXT_H_
#define CAMGLASS_ENGINE_GRAPH_OPS_ATTRIBUTE_TEXT_H_

#include <cstdio>
#include <string>

namespace camglass {

inline std::string Attribute(const char* key, const std::string& value) {
  return std::string(" ") + key + "=" + value;
}
inline std::string Attribute(const char* key, size_t value) {
  return Attribute(key, std::to_string(value));
}
inline std::string Attribute(const char* key, double value) {
  char digits[32];
  std::snprintf(digits, sizeof(digits), "%g", value);
  return Attribute(key, std::string(digits));
}

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OPS_ATTRIBUTE_TEXT_H_
