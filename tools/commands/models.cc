// camtool models: which models are found, and where.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "engine/base/printable_text.h"
#include "tools/command.h"
#include "weights/model_file.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

std::string Summary(const FoundModel& found) {
  const StatusOr<Model> model = ReadModelFile(found.path);
  if (!model.ok()) return "can't be read: " + model.status().message();
  const NetConfig& config = model->info.config;
  return config.arch + ", " + config.variant + ", " +
         Counted(config.classes, "class", "classes");
}

// Names and what is beside them, in columns as wide as the widest name on a
// terminal.
void PrintModels(const std::vector<FoundModel>& models) {
  std::set<std::string> seen;
  size_t width = 0;
  for (const FoundModel& found : models)
    width = std::max(width, CharacterCount(EscapedText(found.name)));
  for (const FoundModel& found : models) {
    const bool hidden = !seen.insert(found.name).second;
    const std::string name = EscapedText(found.name);
    const std::string space(width - CharacterCount(name), ' ');
    Print("%s%s  %s\n%s  %s%s\n", name, space, Summary(found),
          std::string(width, ' '), found.path,
          hidden ? " (hidden by the one above)" : "");
  }
}

void PrintFolders(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    std::error_code error;
    Print("  %s%s\n", folder,
          std::filesystem::is_directory(folder, error)
              ? ""
              : " (there is no such folder)");
  }
}

void ListAll() {
  const std::vector<std::string> folders = ModelFolders();
  const std::vector<FoundModel> models = ListModels(folders);
  PrintModels(models);
  Print("%s\n", models.empty() ? "no model was found in these folders:"
                               : "looked in, in this order:");
  PrintFolders(folders);
}

}  // namespace

void AddModelsCommand(CLI::App& app, int* status) {
  CLI::App* command =
      NewCommand(app, "models", "List the models that --model finds by name",
                 "  camtool models\n"
                 "  CAMGLASS_MODELS=~/models camtool models");
  command->callback([status] {
    ListAll();
    *status = exit_status::kOk;
  });
}

}  // namespace camglass
