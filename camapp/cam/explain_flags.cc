#include "camapp/cam/explain_flags.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "camapp/cam/flag_values.h"
#include "camapp/cam/plan_flags.h"
#include "engine/runtime/cpu.h"
#include "weights/class_names/find_class.h"
#include "weights/load_model.h"

namespace camglass {
namespace {

// Far less and far more than any picture or model can use.
constexpr double kLeastInputScale = 0.01;
constexpr double kMaxInputScale = 64;

void AddModelFlags(CLI::App* app, ExplainFlags* flags) {
  app->add_option("--model", flags->model,
                  "Model file, or a name that `camtool models` lists")
      ->type_name("FILE|NAME")
      ->capture_default_str();
  app->add_option("--threads", flags->threads,
                  "Threads of the engine; default: this process's physical "
                  "cores")
      ->type_name("N")
      ->check(Between(size_t{1}, kMaxThreads));
  AddPlanFlags(app, &flags->plan);
}

void AddInputFlags(CLI::App* app, ExplainFlags* flags) {
  AddChoice<ResizeQuality>(
      app, "--resize", &flags->resize,
      {{"exact", ResizeQuality::kExact}, {"fast", ResizeQuality::kFast}},
      "exact: MATLAB's bicubic in every byte (default for pictures)");
  AddChoice<ResizeRule>(
      app, "--resize-rule", &flags->resize_rule, ResizeRules(),
      "short: whole frame, shortest side = input size; rows: its height; "
      "crop: the framework's evaluation crop. Default: as the model's "
      "head was trained, else short");
  app->add_option("--input-scale", flags->input_scale,
                  "Input length as a multiple of the network's own")
      ->type_name("F")
      ->check(Between(kLeastInputScale, kMaxInputScale))
      ->capture_default_str();
  app->add_flag("--no-exif", flags->no_exif,
                "Leave pictures as stored, whatever EXIF says");
}

void AddMapFlags(CLI::App* app, ExplainFlags* flags) {
  app->add_option("--top", flags->top, "How many classes to list")
      ->type_name("K")
      ->check(Between(size_t{1}, kMaxClasses))
      ->capture_default_str();
  app->add_option("--class", flags->class_query,
                  "The class to map: an index, a name, or name:X; default: the "
                  "most likely class")
      ->type_name("CLASS");
  AddChoice<OverlayStyle>(app, "--style", &flags->style,
                          {{"seed", OverlayStyle::kSeed},
                           {"turbo", OverlayStyle::kTurbo},
                           {"viridis", OverlayStyle::kViridis},
                           {"inferno", OverlayStyle::kInferno}},
                          "Colours; seed is the example's overlay (default)");
  AddChoice<MapRange>(
      app, "--map-range", &flags->map_range,
      {{"frame", MapRange::kFrame},
       {"fixed", MapRange::kFixed},
       {"signed", MapRange::kSigned}},
      "frame: each map's own range (default); fixed: from 0, the same "
      "for all; signed: blue below 0, red above");
  app->add_option(
         "--threshold", flags->threshold,
         "Fraction of the range below which no colour is shown; default 0.2")
      ->type_name("PART")
      ->check(Between(0.0, 1.0));
  app->add_option("--alpha", flags->alpha,
                  "Weight of the map's colour, for styles other than seed; "
                  "default 0.5")
      ->type_name("PART")
      ->check(Between(0.0, 1.0));
}

// "flip", "shift" or both, with a comma between them.
CLI::Validator AverageWords() {
  return CLI::Validator(
      [](std::string& text) {
        const bool good = text == "flip" || text == "shift" ||
                          text == "flip,shift" || text == "shift,flip";
        return good ? std::string()
                    : "'" + text + "' is not flip, shift or flip,shift";
      },
      "");
}

StatusOr<LoadedModel> LoadFor(const ExplainFlags& flags) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::string path,
                            FindModel(flags.model, ModelFolders()));
  return LoadModel(path);
}

}  // namespace

void AddExplainFlags(CLI::App* app, ExplainFlags* flags) {
  AddModelFlags(app, flags);
  AddInputFlags(app, flags);
  AddMapFlags(app, flags);
}

void AddPictureFlags(CLI::App* app, ExplainFlags* flags) {
  app->add_option("--against", flags->against_query,
                  "Take this class's map away from the other: where the two "
                  "are told apart")
      ->type_name("CLASS");
  app->add_option_function<std::string>(
         "--average",
         [flags](const std::string& words) {
           flags->average.flip = words.find("flip") != std::string::npos;
           flags->average.shift = words.find("shift") != std::string::npos;
         },
         "Average over the mirrored picture (2 runs), over four moved ones, "
         "which doubles the map's rows and columns (4 runs), or both (8)")
      ->check(AverageWords())
      ->type_name("flip|shift|flip,shift");
  AddChoice(app, "--align", &flags->align,
            {{"seed", MapAlign::kSeed}, {"receptive", MapAlign::kReceptive}},
            "seed: stretch the map over the picture, as the example does "
            "(default); receptive: draw each cell where it looks");
  app->add_flag("--contour", flags->contour,
                "Draw a line around what is above the threshold");
  app->add_flag("--box", flags->box,
                "Draw and tell the box of the largest part above the "
                "threshold");
}

Status CheckExplainFlags(const ExplainFlags& flags) {
  if (flags.alpha.has_value() && flags.style == OverlayStyle::kSeed &&
      !flags.PaintsSigned())
    return UsageError(
        "--alpha has no meaning for the example's overlay; give another "
        "--style too");
  return Status();
}

Status CheckModel(const ExplainFlags& flags) {
  CAMGLASS_ASSIGN_OR_RETURN(const LoadedModel model, LoadFor(flags));
  for (const std::string& query : {flags.class_query, flags.against_query})
    if (!query.empty())
      CAMGLASS_RETURN_IF_ERROR(FindClass(model.info.classes, query).status());
  return Status();
}

ResizeRule ResizeRuleFor(const ExplainFlags& flags, const ModelInfo& info) {
  return flags.resize_rule.value_or(DefaultResizeRule(info));
}

StatusOr<std::unique_ptr<Explainer>> MakeExplainer(const ExplainFlags& flags,
                                                   bool keep_features) {
  CAMGLASS_ASSIGN_OR_RETURN(LoadedModel model, LoadFor(flags));
  ExplainOptions options;
  options.session.threads = flags.threads;
  options.session.plan = flags.plan;
  options.rule = ResizeRuleFor(flags, model.info);
  options.quality = flags.resize;
  options.input_scale = flags.input_scale;
  options.top = flags.top;
  options.class_query = flags.class_query;
  options.against_query = flags.against_query;
  options.average = flags.average;
  options.align = flags.align;
  options.keep_features = keep_features;
  return Explainer::Create(std::move(model), options);
}

OverlayOptions OverlayOptionsOf(const ExplainFlags& flags, ClassMapKind kind) {
  OverlayOptions options;
  options.style = flags.style;
  options.heat.range =
      flags.PaintsSigned() ? MapRange::kSigned : flags.map_range;
  options.heat.fixed_max = FixedMapMax(kind);
  if (flags.threshold.has_value())
    options.heat.threshold = static_cast<float>(*flags.threshold);
  if (flags.alpha.has_value()) options.alpha = static_cast<float>(*flags.alpha);
  return options;
}

}  // namespace camglass
