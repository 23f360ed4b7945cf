// camtool inspect: what is in a model file or another weight file.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tools/command.h"
#include "weights/checkpoint_formats.h"
#include "weights/model_file.h"
#include "weights/model_lookup.h"
#include "weights/model_options.h"

namespace camglass {
namespace {

using nlohmann::json;

struct InspectFlags {
  std::string file;
  bool as_json = false;
};

struct Inspected {
  std::string path;
  Checkpoint checkpoint;
  bool is_model = false;
  ModelInfo info;  // where is_model
};

size_t CountValues(const Checkpoint& checkpoint) {
  size_t count = 0;
  for (const CheckpointTensor& tensor : checkpoint.tensors)
    count += tensor.size();
  return count;
}

std::string Dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

StatusOr<Inspected> Inspect(const std::string& path) {
  Inspected result;
  result.path = path;
  CAMGLASS_ASSIGN_OR_RETURN(const FileBytes file, MapFile(path));
  CAMGLASS_ASSIGN_OR_RETURN(result.checkpoint, ReadCheckpoint(file));
  result.is_model = IsModelMetadata(result.checkpoint.metadata);
  if (result.is_model) {
    CAMGLASS_ASSIGN_OR_RETURN(result.info,
                              FromMetadata(result.checkpoint.metadata));
  }
  return result;
}

void PrintText(const Inspected& what) {
  std::printf("%s: %s, %zu tensors, %zu values\n", Printable(what.path).c_str(),
              CheckpointFormatName(what.checkpoint.format),
              what.checkpoint.tensors.size(), CountValues(what.checkpoint));
  if (what.is_model) {
    const ModelInfo& info = what.info;
    std::printf("network     %s, variant %s\n", info.config.arch.c_str(),
                info.config.variant.c_str());
    std::printf("options     %s\n", Dump(OptionsToJson(info)).c_str());
    std::printf("input       %s, side %zu\n",
                PreprocessText(info.preprocess).c_str(), info.preprocess.size);
    std::printf("classes     %zu: %s ... %s\n", info.classes.size(),
                Printable(info.classes.front()).c_str(),
                Printable(info.classes.back()).c_str());
    std::printf("made from   %s (%s, sha256 %s)\n",
                Printable(info.source.file).c_str(),
                Printable(info.source.format).c_str(),
                Printable(info.source.sha256).c_str());
    if (!info.source.licence.empty())
      std::printf("licence     %s\n", Printable(info.source.licence).c_str());
  }
  for (const CheckpointTensor& tensor : what.checkpoint.tensors)
    std::printf("%-5s %-20s %s\n", ElementTypeName(tensor.stored_as),
                ShapeText(tensor.shape).c_str(),
                Printable(tensor.name).c_str());
  for (const std::string& note : what.checkpoint.notes)
    std::printf("note: %s\n", Printable(note).c_str());
}

void PrintJson(const Inspected& what) {
  json out = {{"schema", 1},
              {"file", what.path},
              {"format", CheckpointFormatName(what.checkpoint.format)},
              {"values", CountValues(what.checkpoint)}};
  for (const CheckpointTensor& tensor : what.checkpoint.tensors)
    out["tensors"].push_back({{"name", tensor.name},
                              {"shape", tensor.shape},
                              {"type", ElementTypeName(tensor.stored_as)}});
  if (what.is_model) {
    const ModelInfo& info = what.info;
    out["arch"] = info.config.arch;
    out["variant"] = info.config.variant;
    out["options"] = OptionsToJson(info);
    out["classes"] = info.classes;
    out["preprocess"] = json::parse(
        what.checkpoint.metadata.at("camglass.preprocess"), nullptr, false);
    out["source"] = {{"file", info.source.file},
                     {"sha256", info.source.sha256},
                     {"format", info.source.format},
                     {"licence", info.source.licence}};
  }
  std::printf("%s\n", Dump(out).c_str());
}

// Unlike --model, this takes weight files of any name.
StatusOr<std::string> PathOf(const std::string& file) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) return file;
  return FindModel(file, ModelFolders());
}

Status RunInspect(const InspectFlags& flags) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::string path, PathOf(flags.file));
  const StatusOr<Inspected> what = Inspect(path);
  if (!what.ok()) return what.status().WithContext(path);
  if (flags.as_json)
    PrintJson(*what);
  else
    PrintText(*what);
  return Status();
}

}  // namespace

void AddInspectCommand(CLI::App& app, ExitStatus* status) {
  const auto flags = std::make_shared<InspectFlags>();
  CLI::App* command = NewCommand(
      app, "inspect", "Show the tensors, network, input and classes of a file",
      "  camtool inspect squeezenet1_1\n"
      "  camtool inspect resnet18.pth\n"
      "  camtool inspect sq.safetensors --json | jq .preprocess");
  command
      ->add_option("file", flags->file,
                   "a model's name, a model file or another weight file")
      ->required();
  command->add_flag("--json", flags->as_json, "one JSON object");
  command->callback([flags, status] {
    const Status result = RunInspect(*flags);
    *status = result.ok() ? ExitStatus::kDone : Fail(result);
  });
}

}  // namespace camglass
