#include "tools/audit/settings_reader.h"

#include <nlohmann/json.hpp>

namespace camglass {

SettingsReader::SettingsReader(const nlohmann::ordered_json& json,
                               const char* kind)
    : json_(json) {
  ok_ = json.is_object() && Text("kind") == kind && Count("schema") == 1;
}

std::string SettingsReader::Text(const char* key) {
  ok_ = ok_ && json_.contains(key) && json_[key].is_string();
  return ok_ ? json_[key].get<std::string>() : std::string();
}

uint64_t SettingsReader::Count(const char* key) {
  ok_ = ok_ && json_.contains(key) && json_[key].is_number_unsigned();
  return ok_ ? json_[key].get<uint64_t>() : 0;
}

bool SettingsReader::Flag(const char* key) {
  ok_ = ok_ && json_.contains(key) && json_[key].is_boolean();
  return ok_ && json_[key].get<bool>();
}

const nlohmann::ordered_json& SettingsReader::List(const char* key) {
  static const nlohmann::ordered_json empty = nlohmann::ordered_json::array();
  ok_ = ok_ && json_.contains(key) && json_[key].is_array();
  return ok_ ? json_[key] : empty;
}

}  // namespace camglass
