// camtool precision: what weights in half precision change.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "camapp/cam/explain_flags.h"
#include "camapp/cam/folder_pictures.h"
#include "camapp/picture/decode.h"
#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "engine/runtime/cpu.h"
#include "tools/command.h"
#include "tools/logit_difference.h"

namespace camglass {
namespace {

using Json = nlohmann::json;

struct PrecisionFlags {
  std::string model;
  std::vector<std::string> pictures;
  ExplainFlags explain;
  bool as_json = false;
};

struct PictureResult {
  std::string picture;
  LogitDifference logits;
};

StatusOr<std::unique_ptr<Explainer>> ExplainerIn(Precision precision,
                                                 const PrecisionFlags& flags) {
  ExplainFlags explain = flags.explain;
  explain.model = flags.model;
  explain.plan.precision = precision;
  return MakeExplainer(explain);
}

StatusOr<std::vector<PictureResult>> Compare(
    const std::vector<std::string>& pictures, const PrecisionFlags& flags) {
  CAMGLASS_ASSIGN_OR_RETURN(const auto exact,
                            ExplainerIn(Precision::kF32, flags));
  CAMGLASS_ASSIGN_OR_RETURN(const auto halved,
                            ExplainerIn(Precision::kF16, flags));
  std::vector<PictureResult> results;
  Explanation wanted, got;
  for (const std::string& path : pictures) {
    const StatusOr<Picture> picture = ReadPicture(path, {});
    if (!picture.ok()) return picture.status().WithContext(path);
    CAMGLASS_RETURN_IF_ERROR(
        exact->Explain(*picture, &wanted).WithContext(path));
    CAMGLASS_RETURN_IF_ERROR(halved->Explain(*picture, &got).WithContext(path));
    results.push_back(
        {path, CompareLogits(wanted.scores.logits, got.scores.logits)});
  }
  return results;
}

const PictureResult& Worst(const std::vector<PictureResult>& results) {
  return *std::max_element(results.begin(), results.end(),
                           [](const auto& a, const auto& b) {
                             return a.logits.Relative() < b.logits.Relative();
                           });
}

size_t CountSameTop(const std::vector<PictureResult>& results) {
  return static_cast<size_t>(
      std::count_if(results.begin(), results.end(),
                    [](const auto& r) { return r.logits.same_top; }));
}

void PrintText(const std::vector<PictureResult>& results,
               const PrecisionFlags& flags) {
  for (const PictureResult& r : results) {
    if (r.logits.same_top) continue;
    Print("%s: another most likely class\n", r.picture);
  }
  const PictureResult& worst = Worst(results);
  Print(
      "%s in f16 beside f32, %s: the same most likely class in %zu; logits "
      "change by up to %.2e of the largest (%.3g of %.3g, %s)\n",
      flags.model, Counted(results.size(), "picture"), CountSameTop(results),
      worst.logits.Relative(), worst.logits.difference,
      worst.logits.largest_logit, worst.picture);
}

void PrintJson(const std::vector<PictureResult>& results,
               const PrecisionFlags& flags) {
  const auto number = [](double value) {
    return std::isfinite(value) ? Json(value) : Json();
  };
  Json out = {{"schema", 1},
              {"model", flags.model},
              {"precision", "f16"},
              {"same_top", CountSameTop(results)},
              {"worst_relative", number(Worst(results).logits.Relative())},
              {"pictures", Json::array()}};
  for (const PictureResult& r : results)
    out["pictures"].push_back(
        {{"picture", r.picture},
         {"difference", number(r.logits.difference)},
         {"largest_logit", number(r.logits.largest_logit)},
         {"same_top", r.logits.same_top}});
  PrintJsonLine(out.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Status RunPrecision(const PrecisionFlags& flags) {
  CAMGLASS_RETURN_IF_ERROR(ApplyTargetFromEnvironment());
  CAMGLASS_ASSIGN_OR_RETURN(const NamedPictures named,
                            PicturesOf(flags.pictures));
  for (const std::string& line : named.left_out)
    PrintError("camtool: %s\n", line);
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<PictureResult> results,
                            Compare(named.pictures, flags));
  if (flags.as_json) {
    PrintJson(results, flags);
  } else {
    PrintText(results, flags);
  }
  return FlushOutput();
}

}  // namespace

void AddPrecisionCommand(CLI::App& app, int* status) {
  const auto flags = std::make_shared<PrecisionFlags>();
  CLI::App* command =
      NewCommand(app, "precision",
                 "Tell what --precision f16 changes in a network's logits",
                 "  camtool precision resnet18 photos/\n"
                 "  camtool precision mine.safetensors *.jpg --json");
  command->add_option("MODEL", flags->model, "a model's name or file")
      ->required();
  command
      ->add_option("PICTURE", flags->pictures,
                   "pictures that the network may see, or folders of them")
      ->required();
  command->add_flag("--json", flags->as_json, "one JSON object");
  command->callback([flags, status] {
    const Status result = RunPrecision(*flags);
    *status = result.ok() ? exit_status::kOk : Fail(result);
  });
}

}  // namespace camglass
