// The message for a command line that a program does not understand.
#ifndef CAMGLASS_CAMAPP_CAM_PARSE_MESSAGE_H_
#define CAMGLASS_CAMAPP_CAM_PARSE_MESSAGE_H_

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace camglass {

// One sentence without the program's name; for an option or a command that does
// not exist, with the nearest that does. `app` is what was parsed.
std::string ParseMessage(const CLI::App& app, const CLI::ParseError& error);

// The same for a word where a command should be.
std::string UnknownCommand(const CLI::App& app, const std::string& word);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_PARSE_MESSAGE_H_
