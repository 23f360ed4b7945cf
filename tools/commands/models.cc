// camtool models: which models are found, and where.
#include <CLI/CLI.hpp>
#include <set>
#include <string>

#include "engine/base/console.h"
#include "engine/base/counted.h"
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

void ListAll() {
  const std::vector<std::string> folders = ModelFolders();
  std::set<std::string> seen;
  for (const FoundModel& found : ListModels(folders)) {
    const bool hidden = !seen.insert(found.name).second;
    Print("%-20s %s\n%20s %s%s\n", found.name, Summary(found), "", found.path,
          hidden ? " (hidden by the one above)" : "");
  }
  Print("%s\n", seen.empty() ? "no model was found in these folders:"
                             : "looked in, in this order:");
  for (const std::string& folder : folders) Print("  %s\n", folder);
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
