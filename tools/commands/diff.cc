// camtool diff: how two weight files differ.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "camapp/cam/flag_values.h"
#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "engine/base/nearest_name.h"
#include "tools/command.h"
#include "tools/difference.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

using Json = nlohmann::json;

constexpr size_t kMostListed = 1'000'000;

struct DiffFlags {
  std::string a;
  std::string b;
  ReadOptions read;
  size_t top = 10;
  bool raw = false;
  bool as_json = false;
  bool quiet = false;
};

// Other shapes first, then the largest relative differences.
std::vector<const TensorDifference*> Worst(const FileDifference& difference) {
  std::vector<const TensorDifference*> worst;
  for (const TensorDifference& tensor : difference.both)
    if (!tensor.same_bits) worst.push_back(&tensor);
  std::stable_sort(worst.begin(), worst.end(),
                   [](const auto* left, const auto* right) {
                     if (left->SameShape() != right->SameShape())
                       return !left->SameShape();
                     return left->relative > right->relative;
                   });
  return worst;
}

void PrintTensor(const TensorDifference& tensor) {
  if (!tensor.SameShape()) {
    Print("  %-36s of shape %s in A, %s in B\n", tensor.name,
          ShapeText(tensor.shape_a), ShapeText(tensor.shape_b));
    return;
  }
  Print(
      "  %-36s %s, by up to %.3g (%.2e of the largest) at %zu: "
      "%.9g, %.9g\n",
      tensor.name, Counted(tensor.differing, "value differs", "values differ"),
      tensor.largest, tensor.relative, tensor.largest_at,
      static_cast<double>(tensor.a), static_cast<double>(tensor.b));
}

// With what the other file has instead, where that may be the same tensor.
void PrintNames(const char* where, const std::vector<std::string>& names,
                const char* elsewhere, const std::vector<std::string>& others,
                size_t most) {
  if (names.empty()) return;
  Print("only in %s: %s\n", where, Counted(names.size(), "tensor"));
  for (size_t i = 0; i < std::min(names.size(), most); ++i) {
    const std::string nearest = NearestName(names[i], others);
    Print("  %s%s\n", names[i],
          nearest.empty()
              ? ""
              : std::string(" (") + elsewhere + " has " + nearest + ")");
  }
}

void PrintText(const DiffFlags& flags, const FileDifference& difference) {
  Print("A: %s\nB: %s\ncompared %s\n", flags.a, flags.b,
        difference.as_models ? "as models, under torchvision's names"
                             : "under the files' own names");
  for (const std::string& line : difference.description)
    Print("other %s\n", line);
  PrintNames("A", difference.only_a, "B", difference.only_b, flags.top);
  PrintNames("B", difference.only_b, "A", difference.only_a, flags.top);
  const auto worst = Worst(difference);
  if (!worst.empty())
    Print("different: %zu of %s in both\n", worst.size(),
          Counted(difference.both.size(), "tensor"));
  for (size_t i = 0; i < std::min(worst.size(), flags.top); ++i)
    PrintTensor(*worst[i]);
  if (difference.Identical())
    Print("identical: %s, bit for bit\n",
          Counted(difference.both.size(), "tensor"));
}

Json ToJson(const TensorDifference& tensor) {
  Json out = {{"name", tensor.name},
              {"shape_a", tensor.shape_a},
              {"shape_b", tensor.shape_b},
              {"stored_a", ElementTypeName(tensor.stored_a)},
              {"stored_b", ElementTypeName(tensor.stored_b)},
              {"same_bits", tensor.same_bits}};
  if (!tensor.SameShape() || tensor.same_bits) return out;
  const auto number = [](double value) {
    return std::isfinite(value) ? Json(value) : Json();
  };
  out["differing"] = tensor.differing;
  out["largest"] = number(tensor.largest);
  out["relative"] = number(tensor.relative);
  out["at"] = tensor.largest_at;
  out["a"] = number(static_cast<double>(tensor.a));
  out["b"] = number(static_cast<double>(tensor.b));
  return out;
}

void PrintJson(const DiffFlags& flags, const FileDifference& difference) {
  Json out = {{"schema", 1},
              {"a", flags.a},
              {"b", flags.b},
              {"as_models", difference.as_models},
              {"identical", difference.Identical()},
              {"description", difference.description},
              {"only_a", difference.only_a},
              {"only_b", difference.only_b},
              {"tensors", Json::array()}};
  for (const TensorDifference& tensor : difference.both)
    out["tensors"].push_back(ToJson(tensor));
  PrintJsonLine(out.dump(-1, ' ', false, Json::error_handler_t::replace));
}

// A file; where there is none, the model of that name.
StatusOr<std::string> FileOf(const std::string& file_or_name) {
  std::error_code ignored;
  if (std::filesystem::exists(file_or_name, ignored)) return file_or_name;
  StatusOr<std::string> model = FindModel(file_or_name, ModelFolders());
  const std::string why = model.ok() ? "" : model.status().message();
  if (!why.starts_with("there is no model")) return model;
  return NotFound(file_or_name + ": there is no such file, and " + why);
}

StatusOr<FileDifference> Compare(const DiffFlags& flags) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::string a, FileOf(flags.a));
  CAMGLASS_ASSIGN_OR_RETURN(const std::string b, FileOf(flags.b));
  return CompareFiles(a, b, flags.raw, flags.read);
}

int RunDiff(const DiffFlags& flags) {
  const auto difference = Compare(flags);
  if (!difference.ok()) return Fail(difference.status());
  if (flags.as_json)
    PrintJson(flags, *difference);
  else if (!flags.quiet)
    PrintText(flags, *difference);
  return difference->Identical() ? exit_status::kOk : exit_status::kFailed;
}

}  // namespace

void AddDiffCommand(CLI::App& app, int* status) {
  const auto flags = std::make_shared<DiffFlags>();
  CLI::App* command = NewCommand(
      app, "diff", "Compare the tensors of two weight files of any formats",
      "  camtool diff resnet18.pth resnet18.safetensors\n"
      "  camtool diff squeezenet1_1 mine.safetensors\n"
      "  camtool diff before.pth after.pth --top 20\n"
      "  camtool diff a.h5 b.h5 --raw --json\n"
      "The exit status is 0 if they are identical and 1 if not.");
  command->add_option("A", flags->a, "a weight file, or a model's name")
      ->required();
  command->add_option("B", flags->b, "another")->required();
  CLI::Option* const top =
      command->add_option("--top", flags->top, "how many to list; default: 10")
          ->check(Between(size_t{0}, kMostListed));
  command->add_option("--external-data-dir", flags->read.external_data_dir,
                      "ONNX: folder of the files that hold the weights of A "
                      "and B");
  command->add_flag(
      "--raw", flags->raw,
      "use the files' own tensor names, even if both are known networks");
  CLI::Option* const json =
      command->add_flag("--json", flags->as_json, "one JSON object, of all")
          ->excludes(top);
  command->add_flag("--quiet", flags->quiet, "only the exit status")
      ->excludes(top)
      ->excludes(json);
  command->callback([flags, status] { *status = RunDiff(*flags); });
}

}  // namespace camglass
