#include "nets/net.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "engine/graph/shapes.h"
#include "nets/architectures.h"

namespace camglass {
namespace {

using Builder = Net (*)(const NetConfig&);

struct Architecture {
  std::string name;
  Builder build;
  std::vector<NetConfig> variants;
};

std::vector<Architecture> MakeRegistry() {
  const NetConfig squeezenet{};  // convolutions with a bias, and nothing else
  NetConfig squeezenet1_0_caffe = squeezenet;
  squeezenet1_0_caffe.head_pad = 1;

  NetConfig googlenet_torchvision;
  googlenet_torchvision.batch_norm = true;
  googlenet_torchvision.bn_eps = 1e-3;
  googlenet_torchvision.pool4_k = 2;
  NetConfig googlenet_paper;
  googlenet_paper.lrn = true;
  googlenet_paper.real_5x5 = true;

  NetConfig resnet;
  resnet.batch_norm = true;

  NetConfig mobilenet_torchvision;
  mobilenet_torchvision.batch_norm = true;
  NetConfig mobilenet_same = mobilenet_torchvision;
  mobilenet_same.bn_eps = 1e-3;
  mobilenet_same.same_padding = true;

  const auto named = [](const char* variant, NetConfig config) {
    config.variant = variant;
    return config;
  };
  return {
      {"squeezenet1_0",
       BuildSqueezeNet,
       {named("torchvision", squeezenet), named("caffe", squeezenet1_0_caffe)}},
      {"squeezenet1_1",
       BuildSqueezeNet,
       {named("torchvision", squeezenet), named("caffe", squeezenet),
        named("matlab", squeezenet), named("keras", squeezenet)}},
      {"googlenet",
       BuildGoogLeNet,
       {named("torchvision", googlenet_torchvision),
        named("caffe", googlenet_paper), named("matlab", googlenet_paper)}},
      {"resnet18",
       BuildResNet18,
       {named("torchvision", resnet), named("matlab", resnet)}},
      {"mobilenet_v2",
       BuildMobileNetV2,
       {named("torchvision", mobilenet_torchvision),
        named("keras", mobilenet_same), named("matlab", mobilenet_same)}},
  };
}

const std::vector<Architecture>& Registry() {
  static const std::vector<Architecture> registry = MakeRegistry();
  return registry;
}

// Null where there is none of that name.
const Architecture* FindArchitecture(const std::string& name) {
  for (const Architecture& arch : Registry()) {
    if (arch.name == name) return &arch;
  }
  return nullptr;
}

std::string Join(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) {
    joined += (joined.empty() ? "" : ", ") + word;
  }
  return joined;
}

Status ValidateOptions(const NetConfig& config) {
  const auto wrong = [&](const std::string& what) {
    return InvalidInput(config.arch + " (" + config.variant + "): " + what);
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
    for (const Architecture& arch : Registry()) result.push_back(arch.name);
    return result;
  }();
  return names;
}

std::vector<std::string> VariantsOf(const std::string& arch) {
  std::vector<std::string> names;
  if (const Architecture* found = FindArchitecture(arch)) {
    for (const NetConfig& config : found->variants) {
      names.push_back(config.variant);
    }
  }
  return names;
}

StatusOr<NetConfig> DefaultConfig(const std::string& arch,
                                  const std::string& variant) {
  const Architecture* found = FindArchitecture(arch);
  if (found == nullptr) {
    return NotFound("there is no architecture \"" + arch + "\"; choose from " +
                    Join(Architectures()));
  }
  for (NetConfig config : found->variants) {
    if (config.variant != variant) continue;
    config.arch = arch;
    return config;
  }
  return NotFound(arch + " has no variant \"" + variant + "\"; choose from " +
                  Join(VariantsOf(arch)));
}

StatusOr<Net> BuildNet(const NetConfig& config) {
  const StatusOr<NetConfig> known = DefaultConfig(config.arch, config.variant);
  if (!known.ok()) return known.status();
  CAMGLASS_RETURN_IF_ERROR(ValidateOptions(config));
  return FindArchitecture(config.arch)->build(config);
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
