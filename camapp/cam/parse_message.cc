#include "camapp/cam/parse_message.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <system_error>
#include <vector>

#include "camapp/picture/picture_format.h"
#include "engine/base/nearest_name.h"

namespace camglass {
namespace {

// The command that was given, or the program itself.
const CLI::App& CommandOf(const CLI::App& app) {
  const std::vector<CLI::App*> given = app.get_subcommands();
  return given.empty() ? app : *given.front();
}

std::vector<std::string> OptionNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames())
      names.push_back("--" + name);
  return names;
}

std::vector<std::string> CommandNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command :
       app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

// The option that takes such a file; empty where the word names none.
std::string OptionFor(const CLI::App& app, const std::string& word) {
  std::error_code error;
  const auto has = [&app](const char* name) {
    return app.get_option_no_throw(name) != nullptr;
  };
  const bool video = word.ends_with(".mjpeg") || word.ends_with(".mjpg") ||
                     word.ends_with(".y4m") || word.ends_with(".rec");
  if (video && has("--video")) return "--video";
  const bool picture =
      HasPictureExtension(word) || std::filesystem::exists(word, error);
  return picture && has("--image") ? "--image" : "";
}

}  // namespace

std::string UnknownCommand(const CLI::App& app, const std::string& word) {
  const std::string option = OptionFor(app, word);
  if (!option.empty())
    return "'" + word + "' is not a command; did you mean " + app.get_name() +
           " " + option + " " + word + "?";
  return "there is no command '" + word + "'" +
         DidYouMean(word, CommandNames(app));
}

std::string ParseMessage(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> unknown = app.remaining(true);
  const bool too_much =
      error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError);
  if (!too_much || unknown.empty()) return error.what();
  const std::string& word = unknown.front();
  const CLI::App& command = CommandOf(app);
  if (word.starts_with("-")) {
    const std::string name = word.substr(0, word.find('='));
    return "there is no option '" + name + "'" +
           DidYouMean(name, OptionNames(command));
  }
  const bool wants_command = &command == &app && !CommandNames(app).empty();
  return wants_command ? UnknownCommand(app, word)
                       : "'" + word + "' was not expected";
}

}  // namespace camglass
