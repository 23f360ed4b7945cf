#include "tools/command.h"

#include <CLI/CLI.hpp>

#include "engine/base/console.h"

namespace camglass {

CLI::App* NewCommand(CLI::App& app, const std::string& name,
                     const std::string& description,
                     const std::string& examples) {
  CLI::App* command = app.add_subcommand(name, description);
  command->footer("Examples:\n" + examples);
  command->set_version_flag("--version", "camtool " CAMGLASS_VERSION);
  return command;
}

int Fail(const Status& error) {
  PrintError("camtool: %s\n", error.message());
  return ExitStatusOf(error);
}

}  // namespace camglass
