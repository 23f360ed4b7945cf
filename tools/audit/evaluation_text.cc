#include "tools/audit/evaluation_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "tools/audit/separated_values.h"

namespace camglass {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kShownClasses = 20;
constexpr size_t kShownMistakes = 10;

std::string ShareText(const Share& share) {
  return Format("%.1f %% (95 %%: %.1f to %.1f %%)", 100 * share.value,
                100 * share.low, 100 * share.high);
}

// Those with pictures, the least accurate first.
std::vector<std::pair<size_t, ClassResult>> LeastAccurate(
    const Evaluation& evaluation) {
  std::vector<std::pair<size_t, ClassResult>> classes;
  for (const auto& [index, result] : evaluation.classes)
    if (result.pictures > 0) classes.emplace_back(index, result);
  std::stable_sort(classes.begin(), classes.end(),
                   [](const auto& a, const auto& b) {
                     return a.second.right * b.second.pictures <
                            b.second.right * a.second.pictures;
                   });
  return classes;
}

std::string ClassLines(const EvaluationTexts& texts) {
  const auto classes = LeastAccurate(texts.evaluation);
  std::string lines;
  for (size_t i = 0; i < std::min(kShownClasses, classes.size()); ++i) {
    const auto& [index, result] = classes[i];
    lines += Format("  %-28s %5zu of %5zu right, predicted %s\n",
                    texts.classes[index], result.right, result.pictures,
                    Counted(result.predicted, "time"));
  }
  if (classes.size() > kShownClasses)
    lines +=
        Format("  and %s more (--out DIR writes all)\n",
               Counted(classes.size() - kShownClasses, "class", "classes"));
  return lines;
}

std::string MistakeLines(const EvaluationTexts& texts) {
  const std::vector<size_t>& worst = texts.evaluation.worst;
  std::string lines = worst.empty() ? "" : "most confident mistakes:\n";
  for (size_t i = 0; i < std::min(kShownMistakes, worst.size()); ++i) {
    const EvalRecord& record = texts.records[worst[i]];
    lines += Format("  %s: %s, predicted %s (%.3f)\n", record.picture,
                    texts.classes[record.label],
                    texts.classes[record.top.front()], record.scores.front());
  }
  return lines;
}

Json ToJson(const Share& share) {
  return {{"value", share.value}, {"low", share.low}, {"high", share.high}};
}

Json ReliabilityJson(const Evaluation& evaluation) {
  Json bins = Json::array();
  for (const ReliabilityBin& bin : evaluation.bins)
    bins.push_back({{"pictures", bin.pictures},
                    {"right", bin.right},
                    {"score_sum", bin.score_sum}});
  return bins;
}

Json MistakesJson(const EvaluationTexts& texts) {
  Json mistakes = Json::array();
  for (const size_t index : texts.evaluation.worst) {
    const EvalRecord& record = texts.records[index];
    mistakes.push_back({{"picture", record.picture},
                        {"class", texts.classes[record.label]},
                        {"predicted", texts.classes[record.top.front()]},
                        {"score", record.scores.front()}});
  }
  return mistakes;
}

}  // namespace

std::string ForPeople(const EvaluationTexts& texts) {
  const Evaluation& evaluation = texts.evaluation;
  std::string text = Counted(evaluation.pictures, "picture");
  if (evaluation.unreadable > 0)
    text += Format(", %zu could not be read", evaluation.unreadable);
  text += "\n";
  text += Format("top-1 %s\n", ShareText(evaluation.top1));
  if (texts.classes.size() > 5)
    text += Format("top-5 %s\n", ShareText(evaluation.top5));
  text +=
      Format("expected calibration error %.4f\n", evaluation.calibration_error);
  return text + ClassLines(texts) + MistakeLines(texts);
}

std::string ToJson(const EvaluationTexts& texts, const std::string& model,
                   const std::string& source) {
  const Evaluation& evaluation = texts.evaluation;
  Json json;
  json["schema"] = 1;
  json["model"] = model;
  json["source"] = source;
  json["pictures"] = evaluation.pictures;
  json["unreadable"] = evaluation.unreadable;
  json["top1"] = ToJson(evaluation.top1);
  json["top5"] = ToJson(evaluation.top5);
  json["calibration_error"] = evaluation.calibration_error;
  json["reliability"] = ReliabilityJson(evaluation);
  json["mistakes"] = MistakesJson(texts);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string ClassesCsv(const EvaluationTexts& texts) {
  std::string csv =
      "index,class,pictures,right,accuracy,low,high,in_top5,predicted\n";
  for (const auto& [index, result] : texts.evaluation.classes) {
    const Share share = ShareOf(result.right, result.pictures);
    csv +=
        std::to_string(index) + "," + CommaSeparatedField(texts.classes[index]);
    csv += Format(",%zu,%zu,%.6f,%.6f,%.6f,%zu,%zu\n", result.pictures,
                  result.right, share.value, share.low, share.high,
                  result.in_top5, result.predicted);
  }
  return csv;
}

std::string ConfusionCsv(const EvaluationTexts& texts) {
  const Evaluation& evaluation = texts.evaluation;
  std::string csv = "class";
  for (const auto& [index, result] : evaluation.classes)
    csv += "," + CommaSeparatedField(texts.classes[index]);
  csv += "\n";
  for (const auto& [row, of_row] : evaluation.classes) {
    if (of_row.pictures == 0) continue;
    csv += CommaSeparatedField(texts.classes[row]);
    for (const auto& [column, of_column] : evaluation.classes) {
      const auto found = evaluation.confusion.find({row, column});
      csv += "," + std::to_string(
                       found == evaluation.confusion.end() ? 0 : found->second);
    }
    csv += "\n";
  }
  return csv;
}

}  // namespace camglass
