#include "weights/model_options.h"

#include <nlohmann/json.hpp>
#include <string>

#include "nets/network.h"

namespace camglass {
namespace {

using nlohmann::json;

// How one entry is written and read. `read` says whether the value was of the
// right type and range.
struct Option {
  const char* name;
  NetOption of;  // what a network has that has the entry
  json (*write)(const ModelInfo&);
  bool (*read)(const json&, ModelInfo*);
};

template <bool NetConfig::*field>
json WriteBool(const ModelInfo& info) {
  return info.config.*field;
}

template <bool NetConfig::*field>
bool ReadBool(const json& value, ModelInfo* info) {
  if (!value.is_boolean()) return false;
  info->config.*field = value.get<bool>();
  return true;
}

// A small whole number; BuildNet checks its range.
template <size_t NetConfig::*field>
bool ReadCount(const json& value, ModelInfo* info) {
  if (!value.is_number_unsigned() || value.get<uint64_t>() > 16) return false;
  info->config.*field = value.get<size_t>();
  return true;
}

// Only where there is batch norm.
constexpr const char* kBatchNormEps = "bn_eps";

constexpr Option kNetOptions[] = {
    {"batch_norm", NetOption::kBatchNorm, WriteBool<&NetConfig::batch_norm>,
     ReadBool<&NetConfig::batch_norm>},
    {kBatchNormEps, NetOption::kBatchNorm,
     [](const ModelInfo& info) { return json(info.config.bn_eps); },
     [](const json& value, ModelInfo* info) {
       if (!value.is_number()) return false;
       info->config.bn_eps = value.get<double>();
       return true;
     }},
    {"padding", NetOption::kPadding,
     [](const ModelInfo& info) {
       return json(info.config.same_padding ? "same" : "symmetric");
     },
     [](const json& value, ModelInfo* info) {
       info->config.same_padding = IsText(value, "same");
       return info->config.same_padding || IsText(value, "symmetric");
     }},
    {"activation", NetOption::kRelu6,
     [](const ModelInfo& info) {
       return json(info.config.relu6 ? "relu6" : "relu");
     },
     [](const json& value, ModelInfo* info) {
       info->config.relu6 = IsText(value, "relu6");
       return info->config.relu6 || IsText(value, "relu");
     }},
    {"lrn", NetOption::kLrn, WriteBool<&NetConfig::lrn>,
     ReadBool<&NetConfig::lrn>},
    {"real_5x5", NetOption::kReal5x5, WriteBool<&NetConfig::real_5x5>,
     ReadBool<&NetConfig::real_5x5>},
    {"pool4_k", NetOption::kPool4,
     [](const ModelInfo& info) { return json(info.config.pool4_k); },
     ReadCount<&NetConfig::pool4_k>},
    {"transform_input", NetOption::kTransformInput,
     [](const ModelInfo& info) { return json(info.transform_input); },
     [](const json& value, ModelInfo* info) {
       if (!value.is_boolean()) return false;
       info->transform_input = value.get<bool>();
       return true;
     }},
    {"head_pad", NetOption::kHeadPad,
     [](const ModelInfo& info) { return json(info.config.head_pad); },
     ReadCount<&NetConfig::head_pad>},
    {"head_relu", NetOption::kHeadRelu, WriteBool<&NetConfig::head_relu>,
     ReadBool<&NetConfig::head_relu>},
};

bool Applies(const Option& option, const NetConfig& config) {
  return NetworkOf(config).Has(option.of) &&
         (option.name != kBatchNormEps || config.batch_norm);
}

const Option* FindOption(const std::string& name, const NetConfig& config) {
  for (const Option& option : kNetOptions)
    if (name == option.name && Applies(option, config)) return &option;
  return nullptr;
}

}  // namespace

bool IsText(const json& value, std::string_view text) {
  return value.is_string() && value.get_ref<const std::string&>() == text;
}

json OptionsToJson(const ModelInfo& info) {
  json options = json::object();
  for (const Option& option : kNetOptions)
    if (Applies(option, info.config)) options[option.name] = option.write(info);
  return options;
}

// JSON objects iterate in order of their names, so batch_norm is read before
// bn_eps, which depends on it.
Status ApplyOptions(const json& options, ModelInfo* info) {
  if (!options.is_object()) return InvalidInput("is not a JSON object");
  for (const auto& [name, value] : options.items()) {
    const Option* option = FindOption(name, info->config);
    if (option == nullptr)
      return InvalidInput("has an option '" + name.substr(0, 80) + "' that " +
                          info->config.arch + " does not have in this version");
    if (!option->read(value, info))
      return InvalidInput("has a wrong value for '" + name + "'");
  }
  return Status();
}

}  // namespace camglass
