#include "tools/audit/eval_record.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "tools/audit/eval_record_json.h"

namespace camglass {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMostTop = 5;

bool IsClass(const Json& value, size_t classes) {
  return value.is_number_unsigned() && value.get<size_t>() < classes;
}

bool IsScore(const Json& value) {
  return value.is_number() && std::isfinite(value.get<float>());
}

bool IsRecord(const Json& json, size_t classes) {
  if (!json.is_object() || !json.contains("picture") ||
      !json["picture"].is_string() || !json.contains("class") ||
      !IsClass(json["class"], classes))
    return false;
  // An empty one would pass for a picture that was read, without its scores.
  if (json.contains("error"))
    return json["error"].is_string() && json["error"] != "";
  if (!json.contains("score") || !IsScore(json["score"]) ||
      !json.contains("top") || !json["top"].is_array() || json["top"].empty() ||
      json["top"].size() > kMostTop)
    return false;
  for (const Json& entry : json["top"])
    if (!entry.is_array() || entry.size() != 2 || !IsClass(entry[0], classes) ||
        !IsScore(entry[1]))
      return false;
  return true;
}

}  // namespace

nlohmann::ordered_json JsonOf(const EvalRecord& record) {
  Json json;
  json["picture"] = record.picture;
  json["class"] = record.label;
  if (!record.error.empty()) {
    json["error"] = record.error;
  } else {
    json["score"] = record.label_score;
    for (size_t i = 0; i < record.top.size(); ++i)
      json["top"].push_back({record.top[i], record.scores[i]});
  }
  return json;
}

std::string LineOf(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string ToLine(const EvalRecord& record) { return LineOf(JsonOf(record)); }

StatusOr<EvalRecord> ParseEvalLine(std::string_view line, size_t classes) {
  return EvalRecordOf(Json::parse(line, nullptr, /*allow_exceptions=*/false),
                      classes);
}

StatusOr<EvalRecord> EvalRecordOf(const nlohmann::ordered_json& json,
                                  size_t classes) {
  if (!IsRecord(json, classes))
    return InvalidInput("a line that is not a picture's record");
  EvalRecord record;
  record.picture = json["picture"].get<std::string>();
  record.label = json["class"].get<size_t>();
  if (json.contains("error")) {
    record.error = json["error"].get<std::string>();
    return record;
  }
  record.label_score = json["score"].get<float>();
  for (const Json& entry : json["top"]) {
    record.top.push_back(entry[0].get<size_t>());
    record.scores.push_back(entry[1].get<float>());
  }
  return record;
}

}  // namespace camglass
