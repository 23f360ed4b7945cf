// camtool inspect: what is in a model file or another weight file.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "tools/command.h"
#include "tools/inspection.h"
#include "weights/model_lookup.h"
#include "weights/model_options.h"

namespace camglass {
namespace {

using Json = nlohmann::json;

struct InspectFlags {
  std::string file;
  std::string size;
  ReadOptions read;
  bool as_json = false;
};

std::string Dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

double MiB(size_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

void PrintInfoLines(const char* heading,
                    const std::vector<std::string>& lines) {
  for (const std::string& line : lines) Print("%-11s %s\n", heading, line);
}

void PrintInfo(const ModelInfo& info) {
  Print("network     %s, variant %s\n", info.config.arch, info.config.variant);
  Print("options     %s\n", Dump(OptionsToJson(info)));
  Print("input       %s, side %zu%s\n", PreprocessText(info.preprocess),
        info.preprocess.size,
        info.transform_input ? ", then to [-1, 1] (transform_input)" : "");
  Print("classes     %zu: %s ... %s\n", info.classes.size(),
        info.classes.front(), info.classes.back());
  Print("scores      %s\n", ScoreRuleName(info.scores));
  if (info.training.has_value())
    PrintInfoLines("head", DescriptionOf(*info.training));
  Print("made from   %s (%s, sha256 %s)\n", info.source.file,
        info.source.format, info.source.sha256);
  if (!info.source.licence.empty())
    Print("licence     %s\n", info.source.licence);
}

void PrintPlan(const PlanFacts& plan, bool steps) {
  Print("at %zux%zu    map %zux%zu, %.3f G multiply-adds\n", plan.input.h,
        plan.input.w, plan.map.h, plan.map.w,
        static_cast<double>(plan.multiply_adds) / 1e9);
  Print("memory      weights as packed %.1f MiB, activations %.1f MiB\n",
        MiB(plan.packed_bytes), MiB(plan.arena_bytes));
  if (!steps) return;
  Print("plan        step:kernel -> HxWxC at byte of the arena\n");
  for (const std::string& step : plan.steps) Print("  %s\n", step);
}

void PrintText(const Inspection& what, bool steps) {
  Print("%s: %s, %.1f MiB, %s, %s\n", what.path,
        CheckpointFormatName(what.checkpoint.format), MiB(what.file_bytes),
        Counted(what.checkpoint.tensors.size(), "tensor"),
        Counted(what.values, "value"));
  if (what.network) {
    PrintInfo(what.network->model.info);
    Print("parameters  %zu\n", what.parameters);
    PrintPlan(*what.plan, steps);
    if (!what.is_model) PrintInfoLines("found", what.network->report.evidence);
    PrintInfoLines("assumed", what.network->report.assumptions);
    PrintInfoLines("note", what.network->report.notes);
    PrintInfoLines("warning", what.network->report.warnings);
  } else {
    PrintInfoLines("no network", {what.refusal});
    PrintInfoLines("note", what.checkpoint.notes);
  }
  for (const CheckpointTensor& tensor : what.checkpoint.tensors)
    Print("%-5s %-20s %s\n", ElementTypeName(tensor.stored_as),
          ShapeText(tensor.shape), tensor.name);
}

Json InfoToJson(const ModelInfo& info) {
  Json out = {
      {"arch", info.config.arch},
      {"variant", info.config.variant},
      {"options", OptionsToJson(info)},
      {"classes", info.classes},
      {"preprocess", Json::parse(ToMetadata(info).at("camglass.preprocess"))},
      {"scores", ScoreRuleName(info.scores)},
      {"preprocess_formula", PreprocessText(info.preprocess)},
      {"source",
       {{"file", info.source.file},
        {"sha256", info.source.sha256},
        {"format", info.source.format},
        {"licence", info.source.licence}}}};
  if (info.training.has_value())
    out["head"] = Json::parse(ToText(*info.training));
  return out;
}

Json PlanToJson(const PlanFacts& plan) {
  return {{"input", {plan.input.h, plan.input.w}},
          {"map", {plan.map.h, plan.map.w}},
          {"multiply_adds", plan.multiply_adds},
          {"packed_bytes", plan.packed_bytes},
          {"arena_bytes", plan.arena_bytes},
          {"steps", plan.steps}};
}

void PrintJson(const Inspection& what) {
  Json out = {{"schema", 1},
              {"file", what.path},
              {"format", CheckpointFormatName(what.checkpoint.format)},
              {"file_bytes", what.file_bytes},
              {"values", what.values},
              {"tensors", Json::array()},
              {"notes", what.checkpoint.notes}};
  for (const CheckpointTensor& tensor : what.checkpoint.tensors)
    out["tensors"].push_back({{"name", tensor.name},
                              {"shape", tensor.shape},
                              {"type", ElementTypeName(tensor.stored_as)}});
  if (what.network) {
    const ConvertReport& report = what.network->report;
    out.update(InfoToJson(what.network->model.info));
    out["parameters"] = what.parameters;
    out["plan"] = PlanToJson(*what.plan);
    out["evidence"] = report.evidence;
    out["assumptions"] = report.assumptions;
    out["notes"] = report.notes;
    out["warnings"] = report.warnings;
  } else {
    out["no_network"] = what.refusal;
  }
  PrintJsonLine(Dump(out));
}

// Unlike --model, this takes weight files of any name.
StatusOr<std::string> PathOf(const std::string& file) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) return file;
  return FindModel(file, ModelFolders());
}

Status RunInspect(const InspectFlags& flags) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::string path, PathOf(flags.file));
  CAMGLASS_ASSIGN_OR_RETURN(const Inspection what,
                            Inspect(path, flags.size, flags.read));
  if (!flags.size.empty() && !what.network)
    return UsageError(path + ": --size is for known networks, and this is " +
                      "none; leave it out to see the tensors");
  if (!flags.read.external_data_dir.empty() &&
      what.checkpoint.format != CheckpointFormat::kOnnx)
    return UsageError(path + ": --external-data-dir is for ONNX files, and " +
                      "this is none; leave it out");
  if (flags.as_json)
    PrintJson(what);
  else
    PrintText(what, !flags.size.empty());
  return Status();
}

}  // namespace

void AddInspectCommand(CLI::App& app, int* status) {
  const auto flags = std::make_shared<InspectFlags>();
  CLI::App* command = NewCommand(
      app, "inspect",
      "Show a file's network, input, classes, memory, work and tensors",
      "  camtool inspect squeezenet1_1\n"
      "  camtool inspect resnet18.pth\n"
      "  camtool inspect resnet18 --size 224x299\n"
      "  camtool inspect sq.safetensors --json | jq .preprocess");
  command
      ->add_option("FILE", flags->file,
                   "a model's name, a model file or another weight file")
      ->required();
  command->add_option("--size", flags->size,
                      "show the plan for an input of this side, or "
                      "HEIGHTxWIDTH");
  command->add_option("--external-data-dir", flags->read.external_data_dir,
                      "ONNX: folder of the files that hold the weights");
  command->add_flag("--json", flags->as_json, "one JSON object");
  command->callback([flags, status] {
    const Status result = RunInspect(*flags);
    *status = result.ok() ? exit_status::kOk : Fail(result);
  });
}

}  // namespace camglass
