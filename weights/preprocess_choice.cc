#include "weights/preprocess_choice.h"

#include <charconv>
#include <cmath>
#include <string_view>
#include <vector>

namespace camglass {
namespace {

constexpr const char* kForm =
    "give a recipe's name or numbers like "
    "order=rgb,scale=1/255,mean=0.5;0.5;0.5,std=0.5;0.5;0.5";
constexpr double kSmallest = 1e-20;

std::vector<std::string_view> Split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(at, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::optional<double> Decimal(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || !std::isfinite(value))
    return std::nullopt;
  return value;
}

// "0.5" or "1/255".
std::optional<double> Number(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return Decimal(text);
  const auto above = Decimal(text.substr(0, slash));
  const auto below = Decimal(text.substr(slash + 1));
  if (!above || !below || std::abs(*below) < kSmallest) return std::nullopt;
  return *above / *below;
}

std::optional<std::array<double, 3>> Triple(std::string_view text) {
  const std::vector<std::string_view> parts = Split(text, ';');
  std::array<double, 3> values{};
  if (parts.size() != values.size()) return std::nullopt;
  for (size_t c = 0; c < values.size(); ++c) {
    const auto value = Number(parts[c]);
    if (!value) return std::nullopt;
    values[c] = *value;
  }
  return values;
}

bool IsDivisor(double value) { return std::abs(value) >= kSmallest; }

// Sets the field; false where the value is not of it.
bool Set(std::string_view key, std::string_view value,
         PreprocessChoice* choice) {
  if (key == "order") {
    if (value == "rgb") choice->order = ChannelOrder::kRgb;
    if (value == "bgr") choice->order = ChannelOrder::kBgr;
    return choice->order.has_value();
  }
  if (key == "scale") {
    choice->scale = Number(value);
    return choice->scale && IsDivisor(*choice->scale);
  }
  if (key == "mean") {
    choice->mean = Triple(value);
    return choice->mean.has_value();
  }
  if (key != "std") return false;
  choice->std = Triple(value);
  if (!choice->std) return false;
  for (const double each : *choice->std)
    if (!IsDivisor(each)) return false;
  return true;
}

bool IsGiven(std::string_view key, const PreprocessChoice& choice) {
  return (key == "order" && choice.order) || (key == "scale" && choice.scale) ||
         (key == "mean" && choice.mean) || (key == "std" && choice.std);
}

bool AllEqual(const std::array<double, 3>& values) {
  return values[0] == values[1] && values[1] == values[2];
}

}  // namespace

StatusOr<PreprocessChoice> ParsePreprocessChoice(const std::string& text) {
  PreprocessChoice choice;
  if (text.empty()) return choice;
  if (text.find('=') == std::string::npos) {
    const Status known = FindPreprocessRecipe(text).status();
    if (!known.ok())
      return UsageError("--preprocess: " + known.message() +
                        ", or give numbers like order=rgb,scale=1/255");
    choice.recipe = text;
    return choice;
  }
  for (const std::string_view part : Split(text, ',')) {
    const size_t equals = std::min(part.find('='), part.size());
    const std::string_view key = part.substr(0, equals);
    const std::string_view value =
        part.substr(std::min(equals + 1, part.size()));
    if (IsGiven(key, choice))
      return UsageError("--preprocess gives " + std::string(key) +
                        " twice; give it once");
    if (!Set(key, value, &choice))
      return UsageError("--preprocess does not take '" + std::string(part) +
                        "'; " + kForm);
  }
  return choice;
}

StatusOr<Preprocess> WithNumbers(const Preprocess& base,
                                 const PreprocessChoice& choice,
                                 bool base_is_by_position) {
  Preprocess result = base;
  if (choice.order && *choice.order != base.order && !base_is_by_position &&
      ((!choice.mean && !AllEqual(base.mean)) ||
       (!choice.std && !AllEqual(base.std))))
    return UsageError(
        "--preprocess: with another order of colours, give mean= and std= in "
        "that order too");
  result.order = choice.order.value_or(base.order);
  result.scale = choice.scale.value_or(base.scale);
  result.mean = choice.mean.value_or(base.mean);
  result.std = choice.std.value_or(base.std);
  return result;
}

}  // namespace camglass
