#include "weights/convert/evidence.h"

#include <cstdio>

#include "engine/base/counted.h"
#include "nets/network.h"

namespace camglass {
namespace {

std::string EpsText(double eps) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", eps);
  return text;
}

// Parameters as papers count them: running statistics are none.
size_t CountParameters(const Graph& graph) {
  size_t count = 0;
  for (const Param& param : graph.params)
    if (param.name.find(".running_") == std::string::npos)
      count += param.size();
  return count;
}

// " (--variant timm: ReLU6)", where there is one with the other activation and
// the same padding.
std::string OtherActivation(const Network& network, const NetConfig& config) {
  for (const Variant& variant : network.variants)
    if (variant.config.relu6 != config.relu6 &&
        variant.config.same_padding == config.same_padding)
      return " (--variant " + variant.config.variant + ": " +
             (config.relu6 ? "ReLU)" : "ReLU6)");
  return "";
}

}  // namespace

std::vector<std::string> EvidenceFor(const Checkpoint& checkpoint,
                                     const Match& match) {
  std::vector<std::string> lines;
  lines.push_back("all " + std::to_string(match.keys.size()) + " tensors of " +
                  match.config.arch + " are there with their shapes (" +
                  std::to_string(CountParameters(match.net.graph)) +
                  " parameters)");
  const NetworkEvidence& evidence = NetworkOf(match.config).evidence;
  for (const KeyMatch& key : match.keys)
    if (key.key == evidence.key)
      lines.push_back(key.key + " " + ShapeText(key.wanted) + ": " +
                      evidence.meaning);
  lines.emplace_back(match.config.batch_norm ? "batch norm after convolutions"
                                             : "convolutions with a bias, no "
                                               "batch norm");
  if (checkpoint.format != CheckpointFormat::kOnnx)
    lines.push_back(std::string("names and layout of ") +
                    CheckpointFormatName(checkpoint.format));
  if (!match.spelling.prefix.empty())
    lines.push_back("names start with '" + match.spelling.prefix +
                    "', taken off");
  const std::string head =
      match.renamed_head.empty() ? match.net.head_weight : match.renamed_head;
  lines.push_back("head " + head + " " + ShapeText(match.head_shape) + ": " +
                  Counted(match.config.classes, "class", "classes"));
  if (match.head_is_matrix && match.net.class_map == ClassMapKind::kDirect)
    lines.emplace_back(
        "the head is a matrix, so a dense layer after the mean: no ReLU "
        "follows it");
  if (match.head_without_bias)
    lines.emplace_back("the head has no bias; zeros take its place");
  return lines;
}

std::vector<std::string> AssumptionsFor(const Checkpoint& checkpoint,
                                        const Match& match) {
  const NetConfig& config = match.config;
  const Network& network = NetworkOf(config);
  std::vector<std::string> lines;
  lines.push_back("activations, pools and strides are those of " + config.arch +
                  " (" + network.evidence.shapeless +
                  "): tensors show none of them");
  if (config.batch_norm)
    lines.push_back("batch norm's eps is " + EpsText(config.bn_eps) + ", as " +
                    config.variant + " builds the network");
  if (network.Has(NetOption::kPadding))
    lines.emplace_back(config.same_padding
                           ? "padding is 'same', as Keras pads"
                           : "padding is symmetric, as PyTorch's networks pad");
  if (network.Has(NetOption::kRelu6))
    lines.push_back(std::string("activations are ") +
                    (config.relu6 ? "ReLU6" : "ReLU") + ", as " +
                    config.variant + " builds the network" +
                    OtherActivation(network, config));
  if (network.Has(NetOption::kHeadPad))
    lines.push_back("the class convolution is padded by " +
                    std::to_string(config.head_pad) + ", as " + config.variant +
                    " does");
  if (network.Has(NetOption::kLrn))
    lines.push_back(std::string(config.lrn ? "two LRN layers" : "no LRN") +
                    ", as " + config.variant + " builds the network");
  if (network.Has(NetOption::kPool4))
    lines.push_back("the fourth pool is " + std::to_string(config.pool4_k) +
                    "x" + std::to_string(config.pool4_k) + ", as " +
                    config.variant + " builds the network");
  if (checkpoint.format == CheckpointFormat::kKerasHdf5 &&
      config.variant == "caffe")
    lines.emplace_back(
        "the Keras file carries Caffe's weights: pools round up");
  if (config.classes == 1001)
    lines.emplace_back(
        "class 0 is TensorFlow's background class, and class i + 1 ImageNet's "
        "class i");
  return lines;
}

}  // namespace camglass
