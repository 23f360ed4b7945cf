#include "tools/command.h"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace camglass {

CLI::App* NewCommand(CLI::App& app, const std::string& name,
                     const std::string& description,
                     const std::string& examples) {
  CLI::App* command = app.add_subcommand(name, description);
  command->footer("Examples:\n" + examples);
  command->set_version_flag("--version", "camtool " CAMGLASS_VERSION);
  return command;
}

ExitStatus Fail(const Status& error) {
  std::fprintf(stderr, "camtool: %s\n", Printable(error.message()).c_str());
  return error.code() == StatusCode::kUsage ? ExitStatus::kUsage
                                            : ExitStatus::kError;
}

std::string Printable(const std::string& text) {
  std::string shown = text;
  for (char& c : shown)
    if ((c >= 0 && c < ' ') || c == 0x7f) c = '?';
  return shown;
}

}  // namespace camglass
