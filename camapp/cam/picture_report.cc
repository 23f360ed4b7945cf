#include "camapp/cam/picture_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "camapp/cam/explanation_json.h"
#include "camapp/picture/figure.h"
#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "engine/base/printable_text.h"

namespace camglass {
namespace {

// Names beyond this leave their column rather than widen it for all.
constexpr size_t kMaxNameColumn = 40;

size_t NameColumn(const Explainer& explainer,
                  const std::vector<RankedClass>& classes) {
  size_t width = 0;
  for (const RankedClass& ranked : classes)
    width = std::max(
        width, CharacterCount(EscapedText(explainer.ClassName(ranked.index))));
  return std::min(width, kMaxNameColumn);
}

void PrintClasses(const Explainer& explainer, const Explanation& explanation) {
  const std::vector<RankedClass> classes = ListedClasses(explanation);
  const size_t column = NameColumn(explainer, classes);
  for (const RankedClass& ranked : classes) {
    const std::string name = EscapedText(explainer.ClassName(ranked.index));
    const size_t used = CharacterCount(name);
    const std::string padding(column > used ? column - used : 0, ' ');
    Print("  %5zu  %s%s  %s\n", ranked.index, name, padding,
          ScoreText(ranked.score));
  }
}

void PrintDetails(const PictureReport& report, const Explainer& explainer,
                  const Explanation& explanation) {
  const ModelInfo& info = explainer.info();
  const ClassMap& map = explanation.map;
  const StageTimes& ms = explanation.provenance.ms;
  Print("  model %s (%s, %s), %s\n", report.model, info.config.arch,
        info.config.variant, Counted(explainer.threads(), "thread"));
  Print("  picture %zu x %zu, input %zu x %zu, map %zu x %zu (w x h)\n",
        report.size.w, report.size.h, explanation.provenance.input.w,
        explanation.provenance.input.h, map.size.w, map.size.h);
  Print("  map of %zu %s: %g to %g\n", map.of.index,
        explainer.ClassName(map.of.index), static_cast<double>(map.facts.min),
        static_cast<double>(map.facts.max));
  Print(
      "  ms: decode %.2f, resize %.2f, infer %.2f, cam %.2f, draw %.2f, total "
      "%.2f\n",
      ms.decode, ms.resize, ms.infer, ms.cam, ms.draw, ms.total);
}

// What was asked for beside the classes: a comparison, a box.
void PrintPlace(const PictureReport& report, const Explainer& explainer,
                const ClassMap& map) {
  if (map.against.has_value())
    Print("  map of %s less that of %s, logits differ by %.5g\n",
          explainer.ClassName(map.of.index),
          explainer.ClassName(map.against->index),
          static_cast<double>(map.of.logit) -
              static_cast<double>(map.against->logit));
  if (!report.tells_box) return;
  if (!report.box.has_value()) {
    Print("  box: nothing is above the threshold\n");
    return;
  }
  const PixelRegion& box = *report.box;
  Print("  box: x %zu, y %zu, %zu x %zu (w x h)\n", box.left, box.top,
        box.size.w, box.size.h);
}

}  // namespace

std::string ScoreNote(ScoreRule rule, size_t classes) {
  if (rule != ScoreRule::kSigmoid) return "";
  return classes == 1 ? "score by sigmoid" : "each score by sigmoid";
}

std::string MapNote(const ClassMap& map) {
  const MapFacts& facts = map.facts;
  if (facts.non_finite > 0)
    return Counted(facts.non_finite, "map value is", "map values are") +
           " not finite";
  if (facts.no_positive_evidence) return "no positive evidence for this class";
  if (facts.constant) return "the map has the same value everywhere";
  return "";
}

void PrintText(const PictureReport& report, const Explainer& explainer,
               const Explanation& explanation, bool verbose) {
  Print("%s\n", report.picture);
  PrintClasses(explainer, explanation);
  if (verbose) PrintDetails(report, explainer, explanation);
  PrintPlace(report, explainer, explanation.map);
  const std::string note = MapNote(explanation.map);
  if (!note.empty()) Print("  note: %s\n", note);
  const std::string scores =
      ScoreNote(explainer.info().scores, explainer.info().classes.size());
  if (!scores.empty()) Print("  note: %s\n", scores);
  std::string files;
  for (const std::string& file : report.files)
    files += (files.empty() ? "" : ", ") + file;
  if (!files.empty()) Print("  wrote %s\n", files);
}

void PrintJson(const PictureReport& report, const Explainer& explainer,
               const Explanation& explanation) {
  nlohmann::ordered_json json =
      ToJsonObject(explainer, explanation, explanation.map, report.model,
                   "picture", report.picture, report.size);
  if (report.tells_box) {
    json["box"] = nullptr;
    if (report.box.has_value())
      json["box"] = {report.box->left, report.box->top, report.box->size.w,
                     report.box->size.h};
  }
  PrintJsonLine(ToLine(json));
}

std::string CaptionOf(ScoreRule rule, size_t classes,
                      const std::string& class_name, const std::string& against,
                      const ClassMap& map) {
  std::string caption = "class map of " + class_name;
  if (!against.empty()) caption += " less that of " + against;
  const std::string note = MapNote(map);
  if (!note.empty()) caption += ": " + note;
  const std::string scores = ScoreNote(rule, classes);
  if (!scores.empty()) caption += "; " + scores;
  return caption;
}

FigureText FigureTextOf(const Explainer& explainer,
                        const Explanation& explanation) {
  return FigureTextOf(explainer, explanation.scores.top, explanation.map);
}

FigureText FigureTextOf(const Explainer& explainer,
                        const std::vector<RankedClass>& top,
                        const ClassMap& map) {
  FigureText text;
  for (const RankedClass& ranked : ListedClasses(top, map)) {
    text.labels.push_back(explainer.ClassName(ranked.index));
    text.scores.push_back(ScoreText(ranked.score));
  }
  const ModelInfo& info = explainer.info();
  text.caption = CaptionOf(
      info.scores, info.classes.size(), explainer.ClassName(map.of.index),
      map.against ? explainer.ClassName(map.against->index) : "", map);
  return text;
}

}  // namespace camglass
