// How both programs read their command lines.
#ifndef CAMGLASS_CAMAPP_CAM_PARSE_COMMAND_LINE_H_
#define CAMGLASS_CAMAPP_CAM_PARSE_COMMAND_LINE_H_

#include <optional>

namespace CLI {
class App;
}

namespace camglass {

// Reads the words into what was added to *app. The exit status where the
// program ends with that: help or the version was printed, or the line was not
// understood, which has been said. "help" and "help COMMAND" stand for --help
// and COMMAND --help. Empty values (--class '', --class=) are refused, as they
// would mean that the option wasn't given.
std::optional<int> ParseCommandLine(int argc, char** argv, CLI::App* app);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_PARSE_COMMAND_LINE_H_
