#include "weights/convert/evidence.h"

#include <cstdio>

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

// What decides about the values of each network and no tensor shows.
struct Shapeless {
  const char* arch;
  const char* what;
};
constexpr Shapeless kShapeless[] = {
    {"squeezenet1_0", "ReLU, maximum pools of 3x3 stride 2"},
    {"squeezenet1_1", "ReLU, maximum pools of 3x3 stride 2"},
    {"googlenet",
     "ReLU, maximum pools, strides of 2 at the first convolution and the "
     "pools between stages"},
    {"resnet18",
     "ReLU, a maximum pool of 3x3 stride 2, strides of 2 at each "
     "stage but the first"},
    {"mobilenet_v2",
     "ReLU6, none after a block's last convolution, strides of 2 at five "
     "layers"},
};

// The tensor that tells the architecture's variants apart, and what it says.
struct Mark {
  const char* arch;
  const char* key;
  const char* meaning;
};
constexpr Mark kMarks[] = {
    {"squeezenet1_0", "features.0.weight", "first convolution of version 1.0"},
    {"squeezenet1_1", "features.0.weight", "first convolution of version 1.1"},
    {"googlenet", "inception3a.branch3.1.conv.weight",
     "kernel of the branch called 5x5"},
    {"resnet18", "layer2.0.downsample.0.weight",
     "shortcut of the second stage, two 3x3 convolutions a block"},
    {"mobilenet_v2", "features.1.conv.0.0.weight",
     "depthwise convolution of the first block"},
};

}  // namespace

std::vector<std::string> EvidenceFor(const Checkpoint& checkpoint,
                                     const Match& match) {
  std::vector<std::string> lines;
  lines.push_back("all " + std::to_string(match.keys.size()) + " tensors of " +
                  match.config.arch + " are there with their shapes (" +
                  std::to_string(CountParameters(match.net.graph)) +
                  " parameters)");
  for (const Mark& mark : kMarks) {
    const size_t id = match.net.graph.FindParam(mark.key);
    if (match.config.arch != mark.arch || id >= match.net.graph.params.size())
      continue;
    lines.push_back(std::string(mark.key) + " " +
                    ShapeText(match.net.graph.params[id].shape) + ": " +
                    mark.meaning);
  }
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
                  std::to_string(match.config.classes) + " classes");
  if (match.head_is_matrix && match.config.arch.starts_with("squeezenet"))
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
  std::vector<std::string> lines;
  for (const Shapeless& known : kShapeless)
    if (config.arch == known.arch)
      lines.push_back("activations, pools and strides are those of " +
                      config.arch + " (" + known.what +
                      "): tensors show none of them");
  if (config.batch_norm)
    lines.push_back("batch norm's eps is " + EpsText(config.bn_eps) + ", as " +
                    config.variant + " builds the network");
  if (config.arch == "mobilenet_v2")
    lines.emplace_back(config.same_padding
                           ? "padding is 'same', as Keras and MATLAB pad"
                           : "padding is symmetric, as torchvision pads");
  if (config.arch == "squeezenet1_0")
    lines.push_back("the class convolution is padded by " +
                    std::to_string(config.head_pad) + ", as " + config.variant +
                    " does");
  if (config.arch == "googlenet")
    lines.push_back(std::string(config.lrn ? "two LRN layers" : "no LRN") +
                    ", the fourth pool is " + std::to_string(config.pool4_k) +
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
