#include "nets/net.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/comma_list.h"
#include "engine/graph/shapes.h"
#include "nets/finish_net.h"
#include "nets/network.h"

namespace camglass {
namespace {

Status ValidateOptions(const NetConfig& config) {
  const auto wrong = [&](const std::string& what) {
    return InvalidInput(NameOf(config) + ": " + what);
  };
  if (config.classes < 1 || config.classes > kMaxClasses) {
    return wrong("the number of classes is " + std::to_string(config.classes) +
                 "; it must be from 1 to " + std::to_string(kMaxClasses));
  }
  if (!(config.bn_eps > 0 && config.bn_eps < 1)) {
    return wrong("bn_eps is " + std::to_string(config.bn_eps) +
                 "; it must lie between 0 and 1");
  }
  if (config.pool4_k != 2 && config.pool4_k != 3) {
    return wrong("pool4_k is " + std::to_string(config.pool4_k) +
                 "; it must be 2 or 3");
  }
  if (config.head_pad > 1) {
    return wrong("head_pad is " + std::to_string(config.head_pad) +
                 "; it must be 0 or 1");
  }
  return Status();
}

}  // namespace

const std::vector<std::string>& Architectures() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> result;
    for (const Network& network : Networks()) result.push_back(network.name);
    return result;
  }();
  return names;
}

std::vector<std::string> VariantsOf(const std::string& arch) {
  std::vector<std::string> names;
  if (const Network* network = FindNetwork(arch)) {
    for (const Variant& variant : network->variants) {
      names.push_back(variant.config.variant);
    }
  }
  return names;
}

std::vector<std::string> AllVariants() {
  std::vector<std::string> all;
  for (const Network& network : Networks()) {
    for (const Variant& variant : network.variants) {
      const std::string& name = variant.config.variant;
      if (std::find(all.begin(), all.end(), name) == all.end()) {
        all.push_back(name);
      }
    }
  }
  return all;
}

std::string ArchitectureNames() { return CommaList(Architectures()); }
std::string VariantNames() { return CommaList(AllVariants()); }

StatusOr<NetConfig> DefaultConfig(const std::string& arch,
                                  const std::string& variant) {
  const Network* network = FindNetwork(arch);
  if (network == nullptr) {
    return NotFound("there is no architecture \"" + arch + "\"; choose from " +
                    ArchitectureNames());
  }
  const Variant* found = network->FindVariant(variant);
  if (found == nullptr) {
    return NotFound(arch + " has no variant \"" + variant + "\"; choose from " +
                    CommaList(VariantsOf(arch)));
  }
  NetConfig config = found->config;
  config.arch = arch;
  return config;
}

StatusOr<Net> BuildNet(const NetConfig& config) {
  const StatusOr<NetConfig> known = DefaultConfig(config.arch, config.variant);
  if (!known.ok()) return known.status();
  CAMGLASS_RETURN_IF_ERROR(ValidateOptions(config));
  return NetworkOf(config).build(config);
}

Net FinishNet(const NetConfig& config, GraphBuilder builder, ValueId features,
              ValueId logits) {
  Net net;
  net.config = config;
  net.features = features;
  net.logits = logits;
  net.scores = builder.Softmax1d("softmax", logits);
  for (const ValueId value : {net.features, net.logits, net.scores}) {
    builder.Keep(value);
  }
  builder.Output(net.scores);
  net.graph = std::move(builder).Build();
  net.min_input = MinimumInputSize(net.graph);
  return net;
}

}  // namespace camglass
