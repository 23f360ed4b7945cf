#include "camapp/cam/explanation_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "camapp/cam/plan_flags.h"
#include "engine/runtime/cpu.h"

namespace camglass {
namespace {

// In the order in which the keys are added.
using Json = nlohmann::ordered_json;

constexpr int kSchema = 1;

// The shortest decimal that reads back as this float, rather than the digits
// of its double.
Json Number(float value) {
  if (!std::isfinite(value)) return nullptr;
  return std::stod(nlohmann::json(value).dump());
}

Json Pair(Extent extent) { return {extent.h, extent.w}; }

Json RankedOf(const Explainer& explainer, const RankedClass& ranked) {
  return {{"index", ranked.index},
          {"name", explainer.ClassName(ranked.index)},
          {"score", Number(ranked.score)},
          {"logit", Number(ranked.logit)}};
}

Json TopOf(const Explainer& explainer, const Scores& scores) {
  Json top = Json::array();
  for (const RankedClass& ranked : scores.top)
    top.push_back(RankedOf(explainer, ranked));
  return top;
}

// Where the cells lie, first rows and then columns.
Json CellsOf(const CellGrid& cells) {
  return {{"first", {cells.y.first, cells.x.first}},
          {"pitch", {cells.y.pitch, cells.x.pitch}}};
}

Json TimesOf(const StageTimes& ms) {
  return {{"decode", ms.decode}, {"resize", ms.resize}, {"infer", ms.infer},
          {"cam", ms.cam},       {"draw", ms.draw},     {"total", ms.total}};
}

}  // namespace

Json ToJsonObject(const Explainer& explainer, const Explanation& explanation,
                  const ClassMap& map, const std::string& model,
                  const char* subject_key, const Json& subject,
                  Extent picture_size) {
  const ModelInfo& info = explainer.info();
  const MapFacts& facts = map.facts;
  Json json = {{"schema", kSchema},
               {"model", model},
               {"arch", info.config.arch},
               {"variant", info.config.variant},
               {"precision", PrecisionName(explainer.precision())},
               {"target", CurrentTarget()},
               {"threads", explainer.threads()},
               {subject_key, subject},
               {"size", Pair(picture_size)},
               {"input", Pair(explanation.provenance.input)},
               {"map", Pair(map.size)},
               {"class", RankedOf(explainer, map.of)},
               {"score_rule", ScoreRuleName(info.scores)},
               {"top", TopOf(explainer, explanation.scores)},
               {"map_min", Number(facts.min)},
               {"map_max", Number(facts.max)},
               {"map_constant", facts.constant},
               {"no_positive_evidence", facts.no_positive_evidence},
               {"non_finite", explanation.scores.non_finite},
               {"ms", TimesOf(explanation.provenance.ms)}};
  if (map.against.has_value())
    json["against"] = RankedOf(explainer, *map.against);
  if (map.cells.has_value()) json["cells"] = CellsOf(*map.cells);
  return json;
}

std::string ToLine(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string ToJson(const Explainer& explainer, const Explanation& explanation,
                   const std::string& model, const std::string& picture,
                   Extent picture_size) {
  return ToLine(ToJsonObject(explainer, explanation, explanation.map, model,
                             "picture", picture, picture_size));
}

}  // namespace camglass
