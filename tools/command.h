// What camtool's commands have in common. Each command is a file of
// tools/commands/ with one function that adds it to the command line.
#ifndef CAMGLASS_TOOLS_COMMAND_H_
#define CAMGLASS_TOOLS_COMMAND_H_

#include <string>

#include "engine/base/exit_status.h"
#include "engine/base/status.h"

namespace CLI {
class App;
}

namespace camglass {

// The command's callback runs while the line is parsed and leaves its exit
// status in *status.
void AddAuditCommand(CLI::App& app, int* status);
void AddBenchCommand(CLI::App& app, int* status);
void AddConvertCommand(CLI::App& app, int* status);
void AddDiffCommand(CLI::App& app, int* status);
void AddEvalCommand(CLI::App& app, int* status);
void AddInspectCommand(CLI::App& app, int* status);
void AddMetricsCommand(CLI::App& app, int* status);
void AddModelsCommand(CLI::App& app, int* status);
void AddPrecisionCommand(CLI::App& app, int* status);
void AddRunCommand(CLI::App& app, int* status);
void AddTrainHeadCommand(CLI::App& app, int* status);
void AddVerifyCommand(CLI::App& app, int* status);

// A subcommand with --help, which ends with `examples`, and --version.
CLI::App* NewCommand(CLI::App& app, const std::string& name,
                     const std::string& description,
                     const std::string& examples);

// Prints "camtool: MESSAGE" on standard error and gives the exit status
// that it stands for.
int Fail(const Status& error);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_COMMAND_H_
