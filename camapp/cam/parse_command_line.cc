#include "camapp/cam/parse_command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "camapp/cam/parse_message.h"
#include "engine/base/console.h"
#include "engine/base/exit_status.h"

namespace camglass {
namespace {

using Words = std::vector<std::string>;

void ReplaceHelp(Words* words) {
  if (words->empty() || words->front() != "help") return;
  words->erase(words->begin());
  words->emplace_back("--help");
}

// What is wrong with the first word that says nothing; empty where all do.
std::string EmptyValue(const Words& words) {
  bool options = true;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") options = false;
    if (options && word.starts_with("--") && word.ends_with('='))
      return word.substr(0, word.size() - 1) +
             " has an empty value; give one, or leave it out";
    if (!word.empty()) continue;
    return (i > 0 && words[i - 1].starts_with('-')
                ? words[i - 1] + " has an empty value"
                : "there is an empty argument") +
           std::string("; give one, or leave it out");
  }
  return "";
}

// Whether the first word is a command.
bool HasCommand(const CLI::App& app, const Words& words) {
  if (words.empty()) return false;
  const auto is_it = [&words](const CLI::App* command) {
    return command->get_name() == words.front();
  };
  return !app.get_subcommands(is_it).empty();
}

// CLI11 would only say that a command is missing.
bool LacksCommand(const CLI::App& app, const Words& words) {
  return app.get_require_subcommand_min() > 0 && !words.empty() &&
         !words.front().starts_with('-') && !HasCommand(app, words);
}

}  // namespace

std::optional<int> ParseCommandLine(int argc, char** argv, CLI::App* app) {
  Words words(argv + std::min(argc, 1), argv + argc);
  ReplaceHelp(&words);
  const std::string command =
      app->get_name() + (HasCommand(*app, words) ? " " + words.front() : "");
  const auto fail = [&](const std::string& why) {
    PrintError("%s: %s; see %s --help\n", app->get_name(), why, command);
    return exit_status::kUsage;
  };
  const std::string empty = EmptyValue(words);
  if (!empty.empty()) return fail(empty);
  if (LacksCommand(*app, words))
    return fail(UnknownCommand(*app, words.front()));
  std::reverse(words.begin(), words.end());  // as CLI11 wants them
  try {
    app->parse(std::move(words));
  } catch (const CLI::Success& asked) {  // --help, --version
    std::ostringstream text;
    app->exit(asked, text, text);
    PrintLines(text.str());
    return exit_status::kOk;
  } catch (const CLI::ParseError& error) {
    return fail(ParseMessage(*app, error));
  }
  return std::nullopt;
}

}  // namespace camglass
