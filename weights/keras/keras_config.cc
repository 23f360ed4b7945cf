#include "weights/keras/keras_config.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "weights/bounded_json.h"
#include "weights/limits.h"

namespace camglass {
namespace {

using nlohmann::json;

constexpr size_t kQuotedName = 80;  // of a layer, in messages

// A layer of the model or of one nested in it.
struct FlatLayer {
  std::string kind;  // the class
  std::string name;
  json config;
  json inbound;  // what the layer is called with
};

std::string TextOf(const json& object, const char* key) {
  if (!object.is_object()) return "";
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : "";
}

// The entry of that name, or null.
json EntryOf(const json& object, const char* key) {
  if (!object.is_object()) return json();
  const auto found = object.find(key);
  return found == object.end() ? json() : *found;
}

// The list of layers below a model's "config": of newer files an object's
// "layers", of the oldest Sequential models the list itself. Null: none.
const json* LayersOf(const json& config) {
  if (config.is_array()) return &config;
  if (!config.is_object()) return nullptr;
  const auto found = config.find("layers");
  return found != config.end() && found->is_array() ? &*found : nullptr;
}

// "DepthwiseConv2D" -> "depthwise_conv2d", as Keras 3 names groups: a word
// begins with a capital before a small letter, and with one after it.
std::string SnakeCase(const std::string& name) {
  const auto upper = [&](size_t i) { return name[i] >= 'A' && name[i] <= 'Z'; };
  const auto lower = [&](size_t i) {
    return i < name.size() && name[i] >= 'a' && name[i] <= 'z';
  };
  std::string snake;
  for (size_t i = 0; i < name.size(); ++i) {
    if (i > 0 && upper(i) && (lower(i + 1) || lower(i - 1))) snake += '_';
    snake += upper(i) ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
  }
  return snake;
}

// Collects the layers in the order in which they were added, those of nested
// models in their place. The text's nesting is bounded, so this is, too.
void Flatten(const json& layers, const std::string& group,
             std::vector<FlatLayer>* flat,
             std::map<std::string, std::string>* names) {
  std::map<std::string, size_t> counts;
  for (const json& layer : layers) {
    if (!layer.is_object()) continue;
    FlatLayer entry;
    entry.kind = TextOf(layer, "class_name");
    entry.config = EntryOf(layer, "config");
    entry.name = TextOf(entry.config, "name");
    if (entry.name.empty()) entry.name = TextOf(layer, "name");
    entry.inbound = EntryOf(layer, "inbound_nodes");
    std::string in_weights = SnakeCase(entry.kind);
    if (const size_t before = counts[in_weights]++; before > 0)
      in_weights += "_" + std::to_string(before);
    const std::string path = group + "layers/" + in_weights;
    (*names)[path] = entry.name;
    if (const json* nested = LayersOf(entry.config))
      Flatten(*nested, path + "/", flat, names);
    else
      flat->push_back(std::move(entry));
  }
}

std::string Title(const FlatLayer& layer) {
  return layer.kind + " '" + layer.name.substr(0, kQuotedName) + "'";
}

// A number, or three of them in lists of one entry: [[[a, b, c]]].
bool ReadChannels(const json& value, std::array<double, 3>* out) {
  const json* inner = &value;
  while (inner->is_array() && inner->size() == 1) inner = &inner->front();
  if (inner->is_number()) {
    out->fill(inner->get<double>());
    return std::isfinite((*out)[0]);
  }
  if (!inner->is_array() || inner->size() != 3) return false;
  for (size_t c = 0; c < 3; ++c) {
    if (!(*inner)[c].is_number()) return false;
    (*out)[c] = (*inner)[c].get<double>();
    if (!std::isfinite((*out)[c])) return false;
  }
  return true;
}

// The one number among what an operation is called with, however deep.
void CollectNumbers(const json& value, std::vector<double>* numbers) {
  if (value.is_object()) {
    // A tensor's own description has numbers that are its place in the graph.
    if (TextOf(value, "class_name") == "__keras_tensor__") return;
    for (const auto& [key, entry] : value.items())
      CollectNumbers(entry, numbers);
  } else if (value.is_array()) {
    for (const json& entry : value) CollectNumbers(entry, numbers);
  } else if (value.is_number()) {
    numbers->push_back(value.get<double>());
  }
}

// Keras 2 writes [[["input_1", 0, 0, {"y": 127.5}]]], Keras 3
// [{"args": [tensor, 127.5], "kwargs": {}}].
std::optional<double> OperandOf(const json& inbound) {
  std::vector<double> numbers;
  const json* call = &inbound;
  while (call->is_array() && call->size() == 1) call = &call->front();
  constexpr size_t kKeywordsAt = 3;
  if (call->is_array() && call->size() > kKeywordsAt &&
      call->front().is_string())
    call = &(*call)[kKeywordsAt];
  CollectNumbers(*call, &numbers);
  if (numbers.size() != 1 || !std::isfinite(numbers.front()))
    return std::nullopt;
  return numbers.front();
}

// What a layer before the first convolution does to its input.
enum class Effect { kNone, kAffine, kUnknown };

struct Step {
  std::array<double, 3> mul = {1, 1, 1};
  std::array<double, 3> add = {0, 0, 0};
};

bool IsAnyOf(std::string_view kind,
             std::initializer_list<std::string_view> of) {
  return std::find(of.begin(), of.end(), kind) != of.end();
}

Effect RescalingStep(const FlatLayer& layer, Step* step) {
  const json scale = EntryOf(layer.config, "scale");
  const json offset = EntryOf(layer.config, "offset");
  const bool read = ReadChannels(scale, &step->mul) &&
                    (offset.is_null() || ReadChannels(offset, &step->add));
  return read ? Effect::kAffine : Effect::kUnknown;
}

// Adapted ones keep mean and variance among the weights; then there are none
// here. Source of 1e-7: Keras's epsilon under the root.
Effect NormalizationStep(const FlatLayer& layer, Step* step) {
  std::array<double, 3> mean;
  std::array<double, 3> variance;
  if (EntryOf(layer.config, "invert") == true ||
      !ReadChannels(EntryOf(layer.config, "mean"), &mean) ||
      !ReadChannels(EntryOf(layer.config, "variance"), &variance))
    return Effect::kUnknown;
  constexpr double kLeastDeviation = 1e-7;
  for (size_t c = 0; c < 3; ++c) {
    if (variance[c] < 0) return Effect::kUnknown;
    const double deviation = std::max(std::sqrt(variance[c]), kLeastDeviation);
    step->mul[c] = 1 / deviation;
    step->add[c] = -mean[c] / deviation;
  }
  return Effect::kAffine;
}

// Keras 2's TFOpLambda names a function, Keras 3 has a class for each.
Effect OperationStep(const FlatLayer& layer, Step* step) {
  std::string name = TextOf(layer.config, "function");
  if (name.empty()) name = layer.kind;
  const std::optional<double> operand = OperandOf(layer.inbound);
  if (!operand.has_value()) return Effect::kUnknown;
  if (IsAnyOf(name, {"math.truediv", "TrueDivide", "Divide"}) && *operand != 0)
    step->mul.fill(1 / *operand);
  else if (IsAnyOf(name, {"math.multiply", "Multiply"}))
    step->mul.fill(*operand);
  else if (IsAnyOf(name, {"math.subtract", "Subtract"}))
    step->add.fill(-*operand);
  else if (IsAnyOf(name, {"math.add", "__operators__.add", "Add"}))
    step->add.fill(*operand);
  else
    return Effect::kUnknown;
  return Effect::kAffine;
}

Effect EffectOf(const FlatLayer& layer, Step* step) {
  // Sizes are this program's business, and what is random is off at inference.
  if (layer.kind.starts_with("Random") ||
      IsAnyOf(layer.kind,
              {"InputLayer", "Dropout", "GaussianNoise", "ZeroPadding2D",
               "Resizing", "CenterCrop", "SpatialDropout2D", "Identity"}))
    return Effect::kNone;
  if (layer.kind == "Rescaling") return RescalingStep(layer, step);
  if (layer.kind == "Normalization") return NormalizationStep(layer, step);
  return OperationStep(layer, step);
}

bool HasWeights(const FlatLayer& layer) {
  return IsAnyOf(layer.kind,
                 {"Conv2D", "Convolution2D", "DepthwiseConv2D",
                  "SeparableConv2D", "Dense", "BatchNormalization"});
}

void ReadInput(const std::vector<FlatLayer>& layers, KerasConfig* config) {
  KerasInput input;
  for (const FlatLayer& layer : layers) {
    if (HasWeights(layer)) break;
    Step step;
    switch (EffectOf(layer, &step)) {
      case Effect::kNone:
        continue;
      case Effect::kUnknown:
        config->unknown_input =
            "what the layer " + Title(layer) +
            " does to the input before the first convolution is not known";
        return;
      case Effect::kAffine:
        break;
    }
    for (size_t c = 0; c < 3; ++c) {
      input.mul[c] *= step.mul[c];
      input.add[c] = input.add[c] * step.mul[c] + step.add[c];
    }
    input.layers.push_back(Title(layer));
  }
  if (!input.layers.empty()) config->input = std::move(input);
}

// A name, or since Keras 3 an object that holds one.
std::string ActivationOf(const json& config) {
  if (!config.is_object()) return "";
  const auto found = config.find("activation");
  if (found == config.end()) return "";
  if (found->is_string()) return found->get<std::string>();
  const std::string named = TextOf(*found, "config");
  return named.empty() ? SnakeCase(TextOf(*found, "class_name")) : named;
}

void ReadScores(const std::vector<FlatLayer>& layers, KerasConfig* config) {
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
    if (layer->kind.starts_with("Global")) return;
    const std::string activation =
        layer->kind == "Softmax" ? "softmax" : ActivationOf(layer->config);
    config->scores = FindScoreRule(activation);
    if (config->scores.has_value()) return;
    if (!activation.empty() && activation != "linear") {
      config->refusal = "its head ends with the activation '" +
                        activation.substr(0, kQuotedName) + "' (" +
                        Title(*layer) +
                        "), where softmax, sigmoid or none is supported";
      return;
    }
    if (HasWeights(*layer)) return;
  }
}

void RefuseOthers(const std::vector<FlatLayer>& layers, KerasConfig* config) {
  bool in_network = false;
  for (const FlatLayer& layer : layers) {
    in_network = in_network || HasWeights(layer);
    if (layer.kind.starts_with("GlobalMaxPool"))
      config->refusal =
          "its head pools by maximum (" + Title(layer) +
          "); a class activation map is defined for a head that averages, so "
          "train one with GlobalAveragePooling2D";
    if (in_network && layer.kind == "Lambda")
      config->refusal = "it has a layer of Python code (" + Title(layer) +
                        "), which is never run; build the network without it";
  }
}

void ReadEpsilon(const std::vector<FlatLayer>& layers, KerasConfig* config) {
  std::set<double> found;
  for (const FlatLayer& layer : layers) {
    if (layer.kind != "BatchNormalization") continue;
    const json epsilon = EntryOf(layer.config, "epsilon");
    if (epsilon.is_number()) found.insert(epsilon.get<double>());
  }
  if (found.size() == 1) config->bn_epsilon = *found.begin();
  if (found.size() > 1)
    config->refusal = "its batch norms have different epsilons";
}

}  // namespace

StatusOr<KerasConfig> ReadKerasConfig(const std::string& text) {
  CAMGLASS_ASSIGN_OR_RETURN(const json model,
                            ParseBoundedJson("the model's configuration", text,
                                             limits::kMaxKerasConfigBytes,
                                             limits::kMaxKerasConfigNesting));
  KerasConfig config;
  const json* layers = model.is_object() && model.contains("config")
                           ? LayersOf(model["config"])
                           : nullptr;
  if (layers == nullptr)
    return InvalidInput("the model's configuration lists no layers");
  std::vector<FlatLayer> flat;
  Flatten(*layers, "", &flat, &config.names_in_weights);
  ReadInput(flat, &config);
  ReadScores(flat, &config);
  ReadEpsilon(flat, &config);
  RefuseOthers(flat, &config);
  return config;
}

}  // namespace camglass
