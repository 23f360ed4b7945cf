// camtool: everything about models and pictures that is not live.
#include <CLI/CLI.hpp>
#include <exception>
#include <string>

#include "camapp/cam/parse_command_line.h"
#include "engine/base/console.h"
#include "engine/base/process_start.h"
#include "engine/runtime/cpu.h"
#include "tools/command.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

int Main(int argc, char** argv) {
  CLI::App app{
      "camtool converts, lists and checks models, and shows where a network "
      "looks in a picture."};
  app.name("camtool");
  app.footer("camtool COMMAND --help shows a command's options and examples.");
  app.set_version_flag("--version", "camtool " CAMGLASS_VERSION);
  app.require_subcommand(1);
  int status = exit_status::kOk;
  AddAuditCommand(app, &status);
  AddBenchCommand(app, &status);
  AddConvertCommand(app, &status);
  AddDiffCommand(app, &status);
  AddEvalCommand(app, &status);
  AddInspectCommand(app, &status);
  AddMetricsCommand(app, &status);
  AddModelsCommand(app, &status);
  AddPrecisionCommand(app, &status);
  AddRunCommand(app, &status);
  AddTrainHeadCommand(app, &status);
  AddVerifyCommand(app, &status);
  const Status target = ApplyTargetFromEnvironment();
  if (!target.ok()) return Fail(target);
  if (argc == 1)
    return Fail(UsageError(
        "say what to do, as in: camtool run dog.jpg; see camtool --help"));
  const std::string fault = ModelFoldersFault();
  if (!fault.empty()) PrintError("camtool: warning: %s\n", fault);
  const auto ended = ParseCommandLine(argc, argv, &app);
  return ended.has_value() ? *ended : status;
}

}  // namespace
}  // namespace camglass

int main(int argc, char** argv) {
  camglass::PrepareProcess();
  try {
    camglass::IgnoreBrokenPipes();
    return camglass::FinishOutput("camtool", camglass::Main(argc, argv));
  } catch (const std::exception& error) {  // of the libraries: no memory left
    camglass::PrintError("camtool: %s\n", error.what());
    return 1;
  }
}
