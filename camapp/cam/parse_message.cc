#include "camapp/cam/parse_message.h"

#include <CLI/CLI.hpp>
#include <algorithm>
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

bool Exists(const std::string& file) {
  std::error_code error;
  return std::filesystem::exists(file, error);
}

// The option that takes such a file; empty where the word names none.
std::string OptionFor(const CLI::App& app, const std::string& word) {
  const auto has = [&app](const char* name) {
    return app.get_option_no_throw(name) != nullptr;
  };
  const bool video = word.ends_with(".mjpeg") || word.ends_with(".mjpg") ||
                     word.ends_with(".y4m") || word.ends_with(".rec");
  if (video && has("--video")) return "--video";
  const bool picture = HasPictureExtension(word) || Exists(word);
  return picture && has("--image") ? "--image" : "";
}

// The options that begin like this one, the shortest first: "-o" is how other
// programs call --out.
std::vector<std::string> OptionsThatBegin(const CLI::App& command,
                                          const std::string& name) {
  const std::string start = name.starts_with("--") ? name : "-" + name;
  std::vector<std::string> found;
  for (const std::string& option : OptionNames(command))
    if (option.starts_with(start)) found.push_back(option);
  std::stable_sort(
      found.begin(), found.end(),
      [](const auto& a, const auto& b) { return a.size() < b.size(); });
  return found;
}

std::string UnknownOption(const CLI::App& command, const std::string& word) {
  if (HasPictureExtension(word) || Exists(word)) {
    const bool wants_flag = command.get_option_no_throw("--image") != nullptr;
    return "'" + word + "' is taken for an option; for a file of this name, " +
           "write " + (wants_flag ? "--image " : "") + "./" + word;
  }
  const std::string name = word.substr(0, word.find('='));
  const auto begin_so = OptionsThatBegin(command, name);
  const std::string told = "there is no option '" + name + "'";
  if (name.size() > 1 && !begin_so.empty())
    return told + "; did you mean '" + begin_so.front() + "'?";
  return told + DidYouMean(name, OptionNames(command));
}

std::string NameOf(const CLI::Option& option) {
  const std::vector<std::string>& names = option.get_lnames();
  return names.empty() ? option.get_name() : "--" + names.front();
}

// The option that an error is about: the longest of those that it names.
const CLI::Option* OptionNamed(const CLI::App& command,
                               const std::string& message) {
  const CLI::Option* named = nullptr;
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = NameOf(*option);
    if (message.find(name) == std::string::npos) continue;
    if (named == nullptr || NameOf(*named).size() < name.size()) named = option;
  }
  return named;
}

// What the library says of an option in its own words, in ours; empty for what
// it says well.
std::string OfOption(const CLI::App& command, const CLI::ParseError& error) {
  const std::string message = error.what();
  const CLI::Option* option = OptionNamed(command, message);
  if (option == nullptr) return "";
  const std::string name = NameOf(*option);
  const bool is_flag = option->get_items_expected_max() == 0;
  switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
    case CLI::ExitCodes::ConversionError:
      if (is_flag) return name + " takes no value; give it alone";
      return name + ": '" + CLI::detail::join(option->results(), " ") +
             "' is not " + option->get_type_name();
    case CLI::ExitCodes::ArgumentMismatch:
      if (is_flag) return name + " takes no value; give it alone";
      return option->results().size() > 1
                 ? name + " is given more than once; give it once"
                 : name + " needs a value";
    case CLI::ExitCodes::ExcludesError: {
      const size_t at = message.find(" excludes ");
      if (at == std::string::npos) return "";
      return message.substr(0, at) + " and " + message.substr(at + 10) +
             " exclude each other; leave one out";
    }
    default:
      return "";
  }
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
  const CLI::App& command = CommandOf(app);
  const auto code = static_cast<CLI::ExitCodes>(error.get_exit_code());
  const bool too_much = code == CLI::ExitCodes::ExtrasError;
  // What is missing may be what an unknown option was meant for.
  const bool missing = code == CLI::ExitCodes::RequiredError;
  for (const std::string& word : unknown)
    if ((too_much || missing) && word.starts_with('-'))
      return UnknownOption(command, word);
  if (!too_much || unknown.empty()) {
    const std::string told = OfOption(command, error);
    return told.empty() ? error.what() : told;
  }
  const std::string& word = unknown.front();
  const bool wants_command = &command == &app && !CommandNames(app).empty();
  return wants_command ? UnknownCommand(app, word)
                       : "'" + word + "' was not expected";
}

}  // namespace camglass
