#include "weights/convert/relatives.h"

#include <array>
#include <cstdio>
#include <string_view>

#include "nets/network.h"

namespace camglass {
namespace {

using Shape = std::vector<size_t>;

// The first tensor whose name is `ending`, alone or below a prefix.
const CheckpointTensor* Find(const Checkpoint& checkpoint,
                             std::string_view ending) {
  for (const CheckpointTensor& tensor : checkpoint.tensors) {
    const std::string_view name = tensor.name;
    if (!name.ends_with(ending)) continue;
    if (name.size() == ending.size()) return &tensor;
    const char before = name[name.size() - ending.size() - 1];
    if (before == '.' || before == '/') return &tensor;
  }
  return nullptr;
}

bool Has(const Checkpoint& checkpoint, std::string_view ending) {
  return Find(checkpoint, ending) != nullptr;
}

// Its shape; empty where there is no such tensor.
Shape ShapeOf(const Checkpoint& checkpoint, std::string_view ending) {
  const CheckpointTensor* tensor = Find(checkpoint, ending);
  return tensor == nullptr ? Shape() : tensor->shape;
}

// Depths by the last block of the third stage.
struct Depth {
  std::string_view last_block;
  const char* bottleneck;  // with blocks of three convolutions
  const char* basic;       // of two
};
constexpr Depth kDepths[] = {
    {"layer3.35.", "152", nullptr},
    {"layer3.22.", "101", nullptr},
    {"layer3.5.", "50", "34"},
    {"layer3.1.", "26", nullptr},
};

std::string NameBottleneckResNet(const Checkpoint& checkpoint) {
  const Shape middle = ShapeOf(checkpoint, "layer1.0.conv2.weight");
  if (middle.size() != 4) return "a ResNet with bottleneck blocks";
  const char* kind = "ResNet";
  if (middle[0] != middle[1])
    kind = "ResNeXt";  // grouped convolutions
  else if (middle[0] > 64)
    kind = "Wide ResNet";
  for (const Depth& depth : kDepths)
    if (Has(checkpoint, std::string(depth.last_block) + "conv3.weight"))
      return std::string(kind) + "-" + depth.bottleneck;
  return std::string("a ") + kind + " with bottleneck blocks";
}

// In a pre-activation block batch norm comes first, and so has the channels of
// the block before.
bool IsPreActivation(const Checkpoint& checkpoint) {
  const Shape norm = ShapeOf(checkpoint, "layer2.0.bn1.weight");
  const Shape conv = ShapeOf(checkpoint, "layer2.0.conv1.weight");
  return norm.size() == 1 && conv.size() == 4 && norm[0] == conv[1] &&
         conv[0] != conv[1];
}

std::string NameResNet(const Checkpoint& checkpoint) {
  if (!Has(checkpoint, "layer1.0.conv1.weight")) return "";
  if (Has(checkpoint, "layer1.0.conv3.weight"))
    return NameBottleneckResNet(checkpoint);
  if (IsPreActivation(checkpoint))
    return "a pre-activation ResNet-18 (v2), whose last map is normalised "
           "after the last sum";
  for (const Depth& depth : kDepths)
    if (depth.basic != nullptr &&
        Has(checkpoint, std::string(depth.last_block) + "conv2.weight"))
      return std::string("ResNet-") + depth.basic;
  if (!Has(checkpoint, "layer1.1.conv1.weight")) return "ResNet-10";
  if (Has(checkpoint, "conv1.3.weight"))
    return "a ResNet-D, whose first convolution is three";
  const Shape first = ShapeOf(checkpoint, "conv1.weight");
  if (first.size() == 4 && first[2] == 3)
    return "a ResNet for small pictures (first convolution 3x3)";
  return "";
}

// "MobileNet-v2 of width 1.4", by a tensor whose first axis shows it.
std::string NameWidth(const Match& best) {
  const NetworkEvidence& evidence = NetworkOf(best.config).evidence;
  if (evidence.width_key == nullptr)
    return "a " + best.config.arch + " of other widths";
  for (const KeyMatch& key : best.keys) {
    if (key.key != evidence.width_key) continue;
    const Shape& shape = best.spelling.roles[*key.role].shape;
    if (shape.size() != key.wanted.size()) break;
    char width[32];
    std::snprintf(
        width, sizeof width, "%.3g",
        static_cast<double>(shape[0]) / static_cast<double>(key.wanted[0]));
    return std::string(evidence.family) + " of width " + width;
  }
  return std::string("a ") + evidence.family + " of another width";
}

// All of a known network's layers, with other numbers of channels: its name and
// the first tensor that differs. The head's own size does not count.
std::string NameOtherWidth(const Match& best) {
  const KeyMatch* first = nullptr;
  size_t differing = 0;
  for (const KeyMatch& key : best.keys) {
    const bool head =
        key.key == best.net.head_weight || key.key == best.net.head_bias;
    if (!key.role && !head) return "";
    if (key.fits || !key.role) continue;
    if (first == nullptr) first = &key;
    ++differing;
  }
  // One or two wrong tensors are damage, which the list of keys shows better.
  constexpr size_t kDamaged = 3;
  if (differing <= kDamaged) return "";
  return NameWidth(best) + " (" + first->key + " " +
         ShapeText(best.spelling.roles[*first->role].shape) + ", not " +
         ShapeText(first->wanted) + ")";
}

std::string NameByMark(const Checkpoint& checkpoint) {
  for (const ForeignNetwork& foreign : ForeignNetworks())
    for (const CheckpointTensor& tensor : checkpoint.tensors)
      if (tensor.name.find(foreign.mark) != std::string::npos)
        return foreign.name;
  if (ShapeOf(checkpoint, "features.0.weight") == Shape{64, 3, 11, 11})
    return "AlexNet";
  if (Has(checkpoint, "classifier.6.weight") &&
      Has(checkpoint, "features.0.weight"))
    return "VGG";
  return "";
}

}  // namespace

std::string NameRelative(const Checkpoint& checkpoint, const Match& best) {
  for (std::string name :
       {NameResNet(checkpoint), NameOtherWidth(best), NameByMark(checkpoint)})
    if (!name.empty()) return name;
  return "";
}

}  // namespace camglass
