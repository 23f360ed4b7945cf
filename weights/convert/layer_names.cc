#include "weights/convert/layer_names.h"

#include <array>

namespace camglass {
namespace {

// Where torchvision's Sequential has fire2 to fire9: pools stand in between, at
// other places in each version.
constexpr std::array<int, 8> kFires1_0 = {3, 4, 5, 7, 8, 9, 10, 12};
constexpr std::array<int, 8> kFires1_1 = {3, 4, 6, 7, 9, 10, 11, 12};

LayerNames SqueezeNetNames(const std::array<int, 8>& fires) {
  LayerNames names = {{"conv1", "features.0"}, {"conv10", "classifier.1"}};
  for (size_t i = 0; i < fires.size(); ++i) {
    const std::string fire = "fire" + std::to_string(i + 2) + "/";
    const std::string module = "features." + std::to_string(fires[i]) + ".";
    names[fire + "squeeze1x1"] = module + "squeeze";
    names[fire + "expand1x1"] = module + "expand1x1";
    names[fire + "expand3x3"] = module + "expand3x3";
  }
  return names;
}

LayerNames GoogLeNetNames() {
  LayerNames names = {{"conv1/7x7_s2", "conv1.conv"},
                      {"conv2/3x3_reduce", "conv2.conv"},
                      {"conv2/3x3", "conv3.conv"},
                      {"loss3/classifier", "fc"}};
  for (const char* block :
       {"3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"}) {
    const std::string layer = std::string("inception_") + block + "/";
    const std::string module = std::string("inception") + block + ".";
    names[layer + "1x1"] = module + "branch1.conv";
    names[layer + "3x3_reduce"] = module + "branch2.0.conv";
    names[layer + "3x3"] = module + "branch2.1.conv";
    names[layer + "5x5_reduce"] = module + "branch3.0.conv";
    names[layer + "5x5"] = module + "branch3.1.conv";
    names[layer + "pool_proj"] = module + "branch4.1.conv";
  }
  return names;
}

LayerNames MobileNetV2Names() {
  LayerNames names = {{"Conv1", "features.0.0"},
                      {"bn_Conv1", "features.0.1"},
                      {"expanded_conv_depthwise", "features.1.conv.0.0"},
                      {"expanded_conv_depthwise_BN", "features.1.conv.0.1"},
                      {"expanded_conv_project", "features.1.conv.1"},
                      {"expanded_conv_project_BN", "features.1.conv.2"},
                      {"Conv_1", "features.18.0"},
                      {"Conv_1_bn", "features.18.1"},
                      {"predictions", "classifier.1"},
                      {"Logits", "classifier.1"}};
  constexpr int kBlocks = 16;
  for (int i = 1; i <= kBlocks; ++i) {
    const std::string block = "block_" + std::to_string(i) + "_";
    const std::string module = "features." + std::to_string(i + 1) + ".conv.";
    names[block + "expand"] = module + "0.0";
    names[block + "expand_BN"] = module + "0.1";
    names[block + "depthwise"] = module + "1.0";
    names[block + "depthwise_BN"] = module + "1.1";
    names[block + "project"] = module + "2";
    names[block + "project_BN"] = module + "3";
  }
  return names;
}

}  // namespace

LayerNames CaffeLayerNames(const std::string& arch) {
  if (arch == "squeezenet1_0") return SqueezeNetNames(kFires1_0);
  if (arch == "squeezenet1_1") return SqueezeNetNames(kFires1_1);
  if (arch == "googlenet") return GoogLeNetNames();
  return {};
}

// Keras's SqueezeNet is Caffe's, layer names included.
LayerNames KerasLayerNames(const std::string& arch) {
  if (arch == "squeezenet1_0") return SqueezeNetNames(kFires1_0);
  if (arch == "squeezenet1_1") return SqueezeNetNames(kFires1_1);
  if (arch == "mobilenet_v2") return MobileNetV2Names();
  return {};
}

}  // namespace camglass
