#include "weights/convert/library_names.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "weights/convert/layer_names.h"
#include "weights/convert/parts.h"

namespace camglass {
namespace {

// Blocks of each stage of MobileNet-v2; torchvision numbers them in one row,
// from features.1 on.
constexpr size_t kMobileNetStages[] = {1, 2, 3, 4, 3, 3, 1};

// The layers of a block that expands its input first.
struct BlockNames {
  const char* theirs;
  const char* ours;
};
constexpr BlockNames kTimmBlock[] = {
    {"conv_pw", "conv.0.0"}, {"bn1", "conv.0.1"},    {"conv_dw", "conv.1.0"},
    {"bn2", "conv.1.1"},     {"conv_pwl", "conv.2"}, {"bn3", "conv.3"}};
constexpr BlockNames kTransformersBlock[] = {
    {"expand_1x1.convolution", "conv.0.0"},
    {"expand_1x1.normalization", "conv.0.1"},
    {"conv_3x3.convolution", "conv.1.0"},
    {"conv_3x3.normalization", "conv.1.1"},
    {"reduce_1x1.convolution", "conv.2"},
    {"reduce_1x1.normalization", "conv.3"}};

LayerNames TimmMobileNet() {
  LayerNames names = {{"conv_stem", "features.0.0"},
                      {"bn1", "features.0.1"},
                      {"blocks.0.0.conv_dw", "features.1.conv.0.0"},
                      {"blocks.0.0.bn1", "features.1.conv.0.1"},
                      {"blocks.0.0.conv_pw", "features.1.conv.1"},
                      {"blocks.0.0.bn2", "features.1.conv.2"},
                      {"conv_head", "features.18.0"},
                      {"bn2", "features.18.1"},
                      {"classifier", "classifier.1"}};
  size_t block = 2;
  for (size_t stage = 1; stage < std::size(kMobileNetStages); ++stage)
    for (size_t i = 0; i < kMobileNetStages[stage]; ++i, ++block)
      for (const BlockNames& layer : kTimmBlock)
        names["blocks." + std::to_string(stage) + "." + std::to_string(i) +
              "." + layer.theirs] =
            "features." + std::to_string(block) + "." + layer.ours;
  return names;
}

LayerNames TransformersMobileNet() {
  LayerNames names = {
      {"conv_stem.first_conv.convolution", "features.0.0"},
      {"conv_stem.first_conv.normalization", "features.0.1"},
      {"conv_stem.conv_3x3.convolution", "features.1.conv.0.0"},
      {"conv_stem.conv_3x3.normalization", "features.1.conv.0.1"},
      {"conv_stem.reduce_1x1.convolution", "features.1.conv.1"},
      {"conv_stem.reduce_1x1.normalization", "features.1.conv.2"},
      {"conv_1x1.convolution", "features.18.0"},
      {"conv_1x1.normalization", "features.18.1"}};
  constexpr size_t kLayers = 16;
  for (size_t i = 0; i < kLayers; ++i)
    for (const BlockNames& layer : kTransformersBlock)
      names["layer." + std::to_string(i) + "." + layer.theirs] =
          "features." + std::to_string(i + 2) + "." + layer.ours;
  return names;
}

LayerNames TransformersResNet() {
  LayerNames names = {{"embedder.embedder.convolution", "conv1"},
                      {"embedder.embedder.normalization", "bn1"}};
  for (const char* stage : {"0", "1", "2", "3"})
    for (const char* block : {"0", "1"}) {
      const std::string theirs =
          std::string("encoder.stages.") + stage + ".layers." + block + ".";
      const std::string ours = std::string("layer") +
                               static_cast<char>(stage[0] + 1) + "." + block +
                               ".";
      for (const char* layer : {"0", "1"}) {
        const char number[] = {static_cast<char>(layer[0] + 1), '\0'};
        const std::string in_layer = theirs + "layer." + layer + ".";
        names[in_layer + "convolution"] = ours + "conv" + number;
        names[in_layer + "normalization"] = ours + "bn" + number;
      }
      if (stage[0] == '0' || block[0] == '1') continue;
      names[theirs + "shortcut.convolution"] = ours + "downsample.0";
      names[theirs + "shortcut.normalization"] = ours + "downsample.1";
    }
  return names;
}

struct Library {
  const char* name;
  const char* variant;
  std::string first;  // a layer that every such network has
  LayerNames layers;
};

const std::vector<Library>& Libraries() {
  static const std::vector<Library> libraries = {
      {"timm's", "", "conv_stem", TimmMobileNet()},
      // Google's weights, padded as TensorFlow pads.
      {"transformers'", "keras", "conv_stem.first_conv.convolution",
       TransformersMobileNet()},
      {"transformers'", "", "embedder.embedder.convolution",
       TransformersResNet()}};
  return libraries;
}

// Whether all layers are there; the head, the last part of a network to be
// replaced, need not be.
bool IsWhole(const std::set<std::string_view>& tensors,
             const std::string& prefix, const Library& library) {
  return std::all_of(
      library.layers.begin(), library.layers.end(), [&](const auto& layer) {
        return layer.second.starts_with("classifier") ||
               tensors.contains(prefix + layer.first + ".weight");
      });
}

void Rename(const std::string& prefix, const LayerNames& layers,
            Checkpoint* checkpoint) {
  for (CheckpointTensor& tensor : checkpoint->tensors) {
    if (!tensor.name.starts_with(prefix)) continue;
    const size_t dot = tensor.name.rfind('.');
    if (dot == std::string::npos || dot < prefix.size()) continue;
    const auto layer =
        layers.find(tensor.name.substr(prefix.size(), dot - prefix.size()));
    if (layer == layers.end()) continue;
    tensor.name = prefix + layer->second + tensor.name.substr(dot);
  }
}

}  // namespace

std::vector<LibraryName> RenameFromLibraries(Checkpoint* checkpoint) {
  std::vector<LibraryName> found;
  for (const Library& library : Libraries()) {
    const std::vector<std::string> prefixes =
        PrefixesBefore(*checkpoint, library.first + ".weight");
    for (const std::string& prefix : prefixes) {
      std::set<std::string_view> tensors;
      for (const CheckpointTensor& tensor : checkpoint->tensors)
        tensors.insert(tensor.name);
      if (!IsWhole(tensors, prefix, library)) continue;
      Rename(prefix, library.layers, checkpoint);
      found.push_back({"names are " + std::string(library.name) + " (" +
                           prefix + library.first + " is " +
                           library.layers.at(library.first) + ")",
                       library.variant});
    }
  }
  return found;
}

}  // namespace camglass
