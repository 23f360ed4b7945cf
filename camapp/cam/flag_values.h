// What a flag's value may be, said in words where it isn't.
#ifndef CAMGLASS_CAMAPP_CAM_FLAG_VALUES_H_
#define CAMGLASS_CAMAPP_CAM_FLAG_VALUES_H_

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace CLI {
class App;
class Validator;
}  // namespace CLI

namespace camglass {

// A number from `least` to `most`. Instantiated for double and the unsigned
// types.
template <typename Number>
CLI::Validator Between(Number least, Number most);

// The values of an enumeration by what they are called in a flag.
struct FlagNames {
  template <typename Enum>
  FlagNames(const std::map<std::string, Enum>& names) {
    for (const auto& [name, value] : names)
      numbers.emplace(name, static_cast<int>(value));
  }
  std::map<std::string, int> numbers;
};

// One of the names, which becomes its value's number.
CLI::Validator OneOf(const FlagNames& names);

// A flag that takes one of the names; its help lists them. `set` gets the
// value's number.
void AddChoice(CLI::App* app, const std::string& flag,
               const std::function<void(int)>& set, const FlagNames& names,
               const std::string& help);
template <typename Enum>
void AddChoice(CLI::App* app, const std::string& flag, Enum* value,
               const std::map<std::string, Enum>& names,
               const std::string& help) {
  AddChoice(
      app, flag, [value](int number) { *value = static_cast<Enum>(number); },
      FlagNames(names), help);
}
template <typename Enum>
void AddChoice(CLI::App* app, const std::string& flag,
               std::optional<Enum>* value,
               const std::map<std::string, Enum>& names,
               const std::string& help) {
  AddChoice(
      app, flag, [value](int number) { *value = static_cast<Enum>(number); },
      FlagNames(names), help);
}

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_FLAG_VALUES_H_
