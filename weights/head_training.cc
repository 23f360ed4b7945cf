#include "weights/head_training.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "weights/bounded_json.h"
#include "weights/limits.h"
#include "weights/model_options.h"

namespace camglass {
namespace {

using nlohmann::json;

double NumberIn(const json& object, const char* key) {
  const auto found = object.find(key);
  const bool is_number = found != object.end() && found->is_number() &&
                         std::isfinite(found->get<double>());
  return is_number ? found->get<double>() : 0;
}

size_t CountIn(const json& value) {
  return value.is_number_unsigned() ? value.get<size_t>() : 0;
}

std::optional<HeldOut> HeldOutIn(const json& object) {
  const auto found = object.find("held_out");
  if (found == object.end() || !found->is_object()) return std::nullopt;
  return HeldOut{NumberIn(*found, "accuracy"), NumberIn(*found, "low"),
                 NumberIn(*found, "high"),
                 CountIn(found->value("pictures", json()))};
}

bool IsResizeRule(const json& value) {
  return IsText(value, "short") || IsText(value, "rows") ||
         IsText(value, "crop");
}

}  // namespace

std::string ToText(const HeadTraining& training) {
  json object = {{"resize_rule", training.resize_rule},
                 {"folder", training.folder},
                 {"pictures", training.pictures},
                 {"l2", training.l2}};
  if (training.held_out.has_value())
    object["held_out"] = {{"accuracy", training.held_out->accuracy},
                          {"low", training.held_out->low},
                          {"high", training.held_out->high},
                          {"pictures", training.held_out->pictures}};
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

StatusOr<HeadTraining> ParseHeadTraining(const std::string& text) {
  CAMGLASS_ASSIGN_OR_RETURN(
      const json object,
      ParseBoundedJson("camglass.head", text, limits::kMaxMetadataValueBytes,
                       limits::kMaxMetadataNesting));
  if (!object.is_object())
    return InvalidInput("camglass.head is not an object");
  const json rule = object.value("resize_rule", json());
  if (!IsResizeRule(rule))
    return InvalidInput(
        "camglass.head has a resize_rule that is not short, rows or crop");
  HeadTraining training;
  training.resize_rule = rule.get<std::string>();
  const json folder = object.value("folder", json());
  if (folder.is_string()) training.folder = folder.get<std::string>();
  const json pictures = object.value("pictures", json());
  if (pictures.is_array())
    for (const json& count : pictures)
      training.pictures.push_back(CountIn(count));
  training.l2 = NumberIn(object, "l2");
  training.held_out = HeldOutIn(object);
  return training;
}

std::vector<std::string> DescriptionOf(const HeadTraining& training) {
  const size_t all = std::accumulate(training.pictures.begin(),
                                     training.pictures.end(), size_t{0});
  std::vector<std::string> lines = {
      "trained on " + Counted(all, "picture") + " of " +
      Counted(training.pictures.size(), "class", "classes") + " in '" +
      training.folder + Format("', l2 %g, resize rule ", training.l2) +
      training.resize_rule};
  const std::optional<HeldOut>& held_out = training.held_out;
  lines.push_back(
      held_out.has_value()
          ? Format("held-out accuracy %.1f %% (95 %%: %.1f to %.1f %%) of ",
                   100 * held_out->accuracy, 100 * held_out->low,
                   100 * held_out->high) +
                Counted(held_out->pictures, "picture")
          : "no held-out accuracy: a class had fewer than five pictures");
  return lines;
}

}  // namespace camglass
