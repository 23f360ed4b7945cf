// ResNet-18 (He et al. 2015), layers named as in torchvision. Its modules apply
// one ReLU twice; here the two are relu1 and relu2, and the sum is add.
#include <string>

#include "nets/architectures.h"

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

}  // namespace

Net BuildResNet18(const NetConfig& config) {
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

}  // namespace camglass
