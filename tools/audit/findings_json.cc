#include "tools/audit/findings_json.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "tools/audit/finding_text.h"

namespace camglass {
namespace {

using Json = nlohmann::ordered_json;

Json NumberOrNull(const std::optional<double>& value) {
  if (!value.has_value() || !std::isfinite(*value)) return nullptr;
  return *value;
}

Json ClassesJson(const AuditOutcome& outcome, const ToldApart& told) {
  Json classes = Json::array({outcome.class_names[told.a], nullptr});
  if (told.b.has_value()) classes[1] = outcome.class_names[*told.b];
  return classes;
}

void AddAccuracies(const Accuracies& accuracies, Json* json) {
  (*json)["accuracy_own"] = NumberOrNull(accuracies.own);
  (*json)["accuracy_other"] = NumberOrNull(accuracies.other);
  (*json)["accuracy_erased"] = NumberOrNull(accuracies.erased);
}

Json FindingJson(const AuditOutcome& outcome, size_t rank) {
  const Finding& finding = outcome.verdict.findings[rank];
  const AskedQuestion& asked = outcome.asked[finding.asked];
  Json json;
  json["rank"] = rank + 1;
  json["kind"] = KindOf(asked.question);
  json["place"] = NameOf(asked.place);
  json["classes"] = ClassesJson(
      outcome, ClassesOf(asked, &finding, outcome.class_names.size()));
  json["owner"] = nullptr;
  if (finding.owner.has_value())
    json["owner"] = outcome.class_names[*finding.owner];
  json["share"] = NumberOrNull(asked.share);
  json["share_low"] = NumberOrNull(asked.share_low);
  json["p"] = asked.p_corrected;
  json["n"] = asked.n;
  AddAccuracies(AccuraciesOf(asked, finding), &json);
  json["sentence"] = SentenceOf(asked, finding, outcome.class_names);
  return json;
}

bool IsFound(const AuditOutcome& outcome, size_t index) {
  for (const Finding& finding : outcome.verdict.findings)
    if (finding.asked == index) return true;
  return false;
}

Json AskedJson(const AuditOutcome& outcome, size_t index) {
  const AskedQuestion& asked = outcome.asked[index];
  Json json;
  json["question"] = kQuestionNames[static_cast<size_t>(asked.question)];
  json["kind"] = KindOf(asked.question);
  json["place"] = NameOf(asked.place);
  json["classes"] = ClassesJson(
      outcome, ClassesOf(asked, nullptr, outcome.class_names.size()));
  json["n"] = asked.n;
  for (const char* key : {"difference", "t", "degrees_of_freedom", "p"})
    json[key] = nullptr;
  if (asked.test.has_value()) {
    json["difference"] = asked.test->mean;
    json["t"] = asked.test->t;
    json["degrees_of_freedom"] = asked.test->freedom;
    json["p"] = asked.test->p;
  }
  json["p_corrected"] = asked.p_corrected;
  json["share"] = NumberOrNull(asked.share);
  json["share_low"] = NumberOrNull(asked.share_low);
  json["share_mean"] = NumberOrNull(asked.share_mean);
  AddAccuracies(asked.all, &json);
  json["detectable"] = NumberOrNull(asked.detectable);
  json["found"] = IsFound(outcome, index);
  json["why"] = outcome.verdict.why[index];
  return json;
}

}  // namespace

std::string ToJson(const AuditOutcome& outcome) {
  Json json;
  json["schema"] = 1;
  json["model"] = outcome.model;
  json["source"] = outcome.source;
  json["classes"] = outcome.class_names;
  json["counts"] = {{"pictures", outcome.pictures},
                    {"unreadable", outcome.unreadable},
                    {"suggest", outcome.suggest},
                    {"confirm", outcome.confirm}};
  json["accuracy"] = {{"value", outcome.accuracy.value},
                      {"low", outcome.accuracy.low},
                      {"high", outcome.accuracy.high}};
  json["findings"] = Json::array();
  for (size_t i = 0; i < outcome.verdict.findings.size(); ++i)
    json["findings"].push_back(FindingJson(outcome, i));
  json["asked"] = Json::array();
  for (size_t i = 0; i < outcome.asked.size(); ++i)
    json["asked"].push_back(AskedJson(outcome, i));
  json["summary"] = SummaryOf(outcome.asked, outcome.verdict);
  json["reminder"] = kReminder;
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string ForPeople(const AuditOutcome& outcome) {
  std::string text =
      Format("%s, accuracy %.1f %% (95 %%: %.1f to %.1f %%)\n",
             Counted(outcome.pictures, "picture"), 100 * outcome.accuracy.value,
             100 * outcome.accuracy.low, 100 * outcome.accuracy.high);
  for (size_t i = 0; i < outcome.verdict.findings.size(); ++i) {
    const Finding& finding = outcome.verdict.findings[i];
    text += Format(
        "%zu. %s\n", i + 1,
        SentenceOf(outcome.asked[finding.asked], finding, outcome.class_names));
  }
  text +=
      Format("%s\n%s\n", SummaryOf(outcome.asked, outcome.verdict), kReminder);
  return text;
}

}  // namespace camglass
