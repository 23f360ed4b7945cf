// The one list of networks, each defined in its own file, and the list of those
// that are known by name only.
#include <algorithm>

#include "engine/base/check.h"
#include "nets/network.h"

namespace camglass {

Network SqueezeNet1_0();
Network SqueezeNet1_1();
Network GoogLeNet();
Network ResNet18();
Network MobileNetV1();
Network MobileNetV2();

const std::vector<Network>& Networks() {
  static const std::vector<Network> networks = {
      SqueezeNet1_0(), SqueezeNet1_1(), GoogLeNet(),
      ResNet18(),      MobileNetV1(),   MobileNetV2(),
  };
  return networks;
}

const std::vector<ForeignNetwork>& ForeignNetworks() {
  static const std::vector<ForeignNetwork> foreign = {
      {"resnetv2", "a pre-activation ResNet (v2)"},
      {"res2a_branch2c", "a ResNet with bottleneck blocks (50 or deeper)"},
      {"res2a_branch2a", "a ResNet under Caffe's names"},
      {"conv2_block1_1_conv", "Keras's ResNet-50 or deeper"},
      {"denselayer1.", "DenseNet"},
      {"Conv2d_1a_3x3", "Inception-v3 or later"},
      {"conv_stem.", "a network under timm's names"},
      {"features.1.block.", "MobileNet-v3"},
      {"features.1.0.block.", "EfficientNet or ConvNeXt"},
      {"encoder_layer_0", "a vision transformer"},
      {".attn.qkv", "a vision transformer"},
      {"trunk_output.", "RegNet"},
      {"stage2.0.branch2.", "ShuffleNet-v2"},
      {"layers.8.0.layers.", "MNASNet"},
      {"block1_conv1", "VGG"},
      {"conv1_1:", "VGG"},
      {"fc8:", "AlexNet or CaffeNet"},
  };
  return foreign;
}

const Network* FindNetwork(std::string_view name) {
  for (const Network& network : Networks()) {
    if (network.name == name) return &network;
  }
  return nullptr;
}

const Network& NetworkOf(const NetConfig& config) {
  const Network* network = FindNetwork(config.arch);
  CAMGLASS_CHECK(network != nullptr);
  return *network;
}

bool Network::Has(NetOption option) const {
  return std::find(options.begin(), options.end(), option) != options.end();
}

const Variant* Network::FindVariant(std::string_view variant) const {
  for (const Variant& known : variants) {
    if (known.config.variant == variant) return &known;
  }
  return nullptr;
}

bool SourceNames::IsForTrainingOnly(std::string_view name) const {
  return std::any_of(training_only.begin(), training_only.end(),
                     [&](std::string_view start) {
                       return name.substr(0, start.size()) == start;
                     });
}

}  // namespace camglass
