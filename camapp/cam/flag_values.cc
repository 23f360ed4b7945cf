#include "camapp/cam/flag_values.h"

#include <CLI/CLI.hpp>
#include <sstream>
#include <type_traits>
#include <vector>

#include "engine/base/nearest_name.h"

namespace camglass {
namespace {

// Of whole numbers digits alone are taken: CLI11 by itself reads 010 as eight.
bool IsDecimal(const std::string& text) {
  return !text.empty() &&
         text.find_first_not_of("0123456789") == std::string::npos &&
         (text.size() == 1 || text.front() != '0');
}

}  // namespace

template <typename Number>
CLI::Validator Between(Number least, Number most) {
  std::ostringstream bounds;
  bounds << least << " to " << most;
  return CLI::Validator(
      [least, most, bounds = bounds.str()](std::string& text) {
        Number value = {};
        const bool good = (!std::is_integral_v<Number> || IsDecimal(text)) &&
                          CLI::detail::lexical_cast(text, value) &&
                          value >= least && value <= most;
        return good ? std::string()
                    : "'" + text + "' is not a number from " + bounds;
      },
      bounds.str());
}

template CLI::Validator Between(double, double);
template CLI::Validator Between(unsigned, unsigned);
template CLI::Validator Between(unsigned long, unsigned long);
template CLI::Validator Between(unsigned long long, unsigned long long);

CLI::Validator OneOf(const FlagNames& names) {
  return CLI::Validator(
      [numbers = names.numbers](std::string& text) {
        const auto found = numbers.find(text);
        if (found != numbers.end()) {
          text = std::to_string(found->second);
          return std::string();
        }
        std::string list;
        std::vector<std::string> known;
        for (const auto& [name, value] : numbers) {
          list += (list.empty() ? "" : ", ") + name;
          known.push_back(name);
        }
        return "'" + text + "' is not one of " + list + DidYouMean(text, known);
      },
      "");
}

void AddChoice(CLI::App* app, const std::string& flag,
               const std::function<void(int)>& set, const FlagNames& names,
               const std::string& help) {
  std::string list;
  for (const auto& [name, number] : names.numbers)
    list += (list.empty() ? "" : "|") + name;
  app->add_option_function<int>(flag, set, help)
      ->transform(OneOf(names))
      ->type_name(list)
      ->default_str("");
}

}  // namespace camglass
