// What camtool's commands have in common. Each command is a file of
// tools/commands/ with one function that adds it to the command line.
#ifndef CAMGLASS_TOOLS_COMMAND_H_
#define CAMGLASS_TOOLS_COMMAND_H_

#include <string>

#include "engine/status.h"

namespace CLI {
class App;
}

namespace camglass {

enum class ExitStatus {
  kDone = 0,
  kError = 1,       // input, or run time
  kUsage = 2,       // wrong use of the command
  kSomeFailed = 3,  // part of a batch, or values that are not finite
};

// The command's callback runs while the line is parsed and leaves its outcome
// in *status.
void AddBenchCommand(CLI::App& app, ExitStatus* status);
void AddConvertCommand(CLI::App& app, ExitStatus* status);
void AddDiffCommand(CLI::App& app, ExitStatus* status);
void AddInspectCommand(CLI::App& app, ExitStatus* status);
void AddModelsCommand(CLI::App& app, ExitStatus* status);
void AddRunCommand(CLI::App& app, ExitStatus* status);
void AddVerifyCommand(CLI::App& app, ExitStatus* status);

// A subcommand with --help, which ends with `examples`, and --version.
CLI::App* NewCommand(CLI::App& app, const std::string& name,
                     const std::string& description,
                     const std::string& examples);

// Prints "camtool: MESSAGE" on standard error and gives the status that it
// stands for.
ExitStatus Fail(const Status& error);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_COMMAND_H_
