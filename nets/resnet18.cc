// ResNet-18 (He et al. 2015), layers named as in torchvision. Its modules apply
// one ReLU twice; here the two are relu1 and relu2, and the sum is add.
#include <string>

#include "nets/finish_net.h"
#include "nets/network.h"

namespace camglass {
namespace {

class Layers {
 public:
  Layers(const NetConfig& config, GraphBuilder* builder)
      : config_(config), b_(*builder) {}

  // Convolution of "same" size and, where the weights have it, batch norm.
  ValueId Conv(const std::string& conv_name, const std::string& norm_name,
               ValueId x, size_t out_c, size_t k, size_t stride) {
    const ConvSpec spec{.out_c = out_c,
                        .k = k,
                        .stride = stride,
                        .pad = Padding::All(k / 2),
                        .bias = !config_.batch_norm};
    x = b_.Conv(conv_name, x, spec);
    return config_.batch_norm ? b_.BatchNormalize(norm_name, x, config_.bn_eps)
                              : x;
  }

  // Two 3x3 convolutions and a shortcut, which is a 1x1 convolution where the
  // size or the channels change.
  ValueId BasicBlock(const std::string& name, ValueId x, size_t out_c,
                     size_t stride) {
    ValueId y = Conv(name + ".conv1", name + ".bn1", x, out_c, 3, stride);
    y = b_.Relu(name + ".relu1", y);
    y = Conv(name + ".conv2", name + ".bn2", y, out_c, 3, 1);
    ValueId shortcut = x;
    if (stride != 1 || b_.Channels(x) != out_c) {
      const std::string downsample = name + ".downsample";
      shortcut =
          Conv(downsample + ".0", downsample + ".1", x, out_c, 1, stride);
    }
    return b_.Relu(name + ".relu2", b_.Sum(name + ".add", y, shortcut));
  }

 private:
  const NetConfig& config_;
  GraphBuilder& b_;
};

Net Build(const NetConfig& config) {
  GraphBuilder b(config.arch);
  Layers layers(config, &b);
  ValueId x = layers.Conv("conv1", "bn1", b.Input("input", 3), 64, 7, 2);
  x = b.Relu("relu", x);
  x = b.MaxPool2d("maxpool", x, {.k = 3, .stride = 2, .pad = 1});
  for (size_t stage = 1; stage <= 4; ++stage) {
    const std::string name = "layer" + std::to_string(stage);
    const size_t out_c = size_t{32} << stage;
    x = layers.BasicBlock(name + ".0", x, out_c, stage == 1 ? 1 : 2);
    x = layers.BasicBlock(name + ".1", x, out_c, 1);
  }
  const ValueId features = x;
  const ValueId logits =
      b.FullyConnected("fc", b.GlobalMean("avgpool", x), config.classes);

  Net net = FinishNet(config, std::move(b), features, logits);
  net.head_weight = "fc.weight";
  net.head_bias = "fc.bias";
  net.matlab_layer = "res5b_relu";
  return net;
}

LayerNames TransformersLayers() {
  LayerNames names = {{"embedder.embedder.convolution", "conv1"},
                      {"embedder.embedder.normalization", "bn1"}};
  for (size_t stage = 0; stage < 4; ++stage) {
    for (size_t block = 0; block < 2; ++block) {
      const std::string number = std::to_string(block);
      const std::string theirs =
          "encoder.stages." + std::to_string(stage) + ".layers." + number + ".";
      const std::string ours =
          "layer" + std::to_string(stage + 1) + "." + number + ".";
      for (size_t i = 0; i < 2; ++i) {
        const std::string layer = theirs + "layer." + std::to_string(i) + ".";
        names[layer + "convolution"] = ours + "conv" + std::to_string(i + 1);
        names[layer + "normalization"] = ours + "bn" + std::to_string(i + 1);
      }
      if (stage == 0 || block == 1) continue;
      names[theirs + "shortcut.convolution"] = ours + "downsample.0";
      names[theirs + "shortcut.normalization"] = ours + "downsample.1";
    }
  }
  return names;
}

std::vector<Variant> Variants() {
  const NetConfig torchvision{.variant = "torchvision", .batch_norm = true};
  const NetConfig matlab{.variant = "matlab", .batch_norm = true};
  return {{torchvision, "torchvision"}, {matlab, "torchvision"}};
}

}  // namespace

Network ResNet18() {
  Network network;
  network.name = "resnet18";
  network.build = Build;
  network.variants = Variants();
  network.options = {NetOption::kBatchNorm};
  network.libraries = {{"transformers'", "", "embedder.embedder.convolution",
                        TransformersLayers}};
  network.evidence = {
      .key = "layer2.0.downsample.0.weight",
      .meaning = "shortcut of the second stage, two 3x3 convolutions a block",
      .shapeless =
          "ReLU, a maximum pool of 3x3 stride 2, strides of 2 at each "
          "stage but the first"};
  return network;
}

}  // namespace camglass
