// What a flag's value may be, said in words where it isn't.
#ifndef CAMGLASS_CAMAPP_CAM_FLAG_VALUES_H_
#define CAMGLASS_CAMAPP_CAM_FLAG_VALUES_H_

#include <CLI/CLI.hpp>
#include <map>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

#include "engine/base/nearest_name.h"

namespace camglass {

// A number from `least` to `most`.
template <typename Number>
CLI::Validator Between(Number least, Number most) {
  std::ostringstream bounds;
  bounds << least << " to " << most;
  return CLI::Validator(
      [least, most, bounds = bounds.str()](std::string& text) {
        Number value = {};
        const bool good = CLI::detail::lexical_cast(text, value) &&
                          value >= least && value <= most;
        return good ? std::string()
                    : "'" + text + "' is not a number from " + bounds;
      },
      bounds.str());
}

// One of the names, which becomes its value's number.
template <typename Enum>
CLI::Validator OneOf(const std::map<std::string, Enum>& names) {
  return CLI::Validator(
      [names](std::string& text) {
        const auto found = names.find(text);
        if (found != names.end()) {
          text = std::to_string(
              static_cast<std::underlying_type_t<Enum>>(found->second));
          return std::string();
        }
        std::string list;
        std::vector<std::string> known;
        for (const auto& [name, value] : names) {
          list += (list.empty() ? "" : ", ") + name;
          known.push_back(name);
        }
        return "'" + text + "' is not one of " + list + DidYouMean(text, known);
      },
      "");
}

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_FLAG_VALUES_H_
