// Reads the settings of a run: the JSON object of partial.json, key by key.
#ifndef CAMGLASS_TOOLS_AUDIT_SETTINGS_READER_H_
#define CAMGLASS_TOOLS_AUDIT_SETTINGS_READER_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace camglass {

// Of a partial.json: a name per class and class of the model, far above any
// set's.
inline constexpr size_t kMostSettingsBytes = size_t{1} << 26;

// What is missing, or is another thing than asked for, reads as nothing and
// leaves ok() false from then on.
class SettingsReader {
 public:
  // json outlives the reader. kind: what the settings must say they are of.
  SettingsReader(const nlohmann::ordered_json& json, const char* kind);

  bool ok() const { return ok_; }

  std::string Text(const char* key);
  uint64_t Count(const char* key);
  bool Flag(const char* key);
  const nlohmann::ordered_json& List(const char* key);
  void Require(bool condition) { ok_ = ok_ && condition; }

 private:
  const nlohmann::ordered_json& json_;
  bool ok_ = true;
};

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_SETTINGS_READER_H_
