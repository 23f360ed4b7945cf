// What a flag's value may be, said in words where it isn't.
#ifndef CAMGLASS_CAMAPP_CAM_FLAG_VALUES_H_
#define CAMGLASS_CAMAPP_CAM_FLAG_VALUES_H_

#include <map>
#include <string>

namespace CLI {
class Validator;
}

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

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_FLAG_VALUES_H_
