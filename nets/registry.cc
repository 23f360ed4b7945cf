// The one list of networks. Each is defined in its own file.
#include <algorithm>

#include "engine/base/check.h"
#include "nets/network.h"

namespace camglass {

Network SqueezeNet1_0();
Network SqueezeNet1_1();
Network GoogLeNet();
Network ResNet18();
Network MobileNetV2();

const std::vector<Network>& Networks() {
  static const std::vector<Network> networks = {
      SqueezeNet1_0(), SqueezeNet1_1(), GoogLeNet(), ResNet18(), MobileNetV2(),
  };
  return networks;
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
