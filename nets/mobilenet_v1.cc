// MobileNet (Howard et al. 2017), width 1.0, layers named as torchvision would
// name them. torchvision has none, so who trained the weights decides:
//
// - PyTorch's well-known ports ("torchvision"): ReLU, one zero on every side;
// - timm: the same with ReLU6, and pictures from -1 to 1;
// - Keras: ReLU6, the first convolution padded by "same", and at stride 2 the
//   depthwise ones by one zero after and none before, whatever the size.
#include <string>

#include "nets/finish_net.h"
#include "nets/mobile_layers.h"
#include "nets/network.h"

namespace camglass {
namespace {

// A row of the paper's table 1: a depthwise 3x3 convolution and a 1x1 one.
struct Block {
  size_t out_c, stride;
};

constexpr Block kBlocks[] = {
    {64, 1},  {128, 2}, {128, 1}, {256, 2}, {256, 1},  {512, 2},  {512, 1},
    {512, 1}, {512, 1}, {512, 1}, {512, 1}, {1024, 2}, {1024, 1},
};

Padding FirstPadding(const NetConfig& config) {
  return config.same_padding ? Padding::Same() : Padding::All(1);
}

Padding DepthwisePadding(const NetConfig& config, size_t stride) {
  constexpr Padding kAfter{Padding::Rule::kExplicit, 0, 0, 1, 1};
  return config.same_padding && stride == 2 ? kAfter : Padding::All(1);
}

Net Build(const NetConfig& config) {
  GraphBuilder b(config.arch);
  MobileLayers layers(config, &b);
  ValueId x = layers.ConvNormAct(
      "features.0", b.Input("input", 3),
      {.out_c = 32, .k = 3, .stride = 2, .pad = FirstPadding(config)});
  size_t index = 1;
  for (const Block& block : kBlocks) {
    const std::string name = "features." + std::to_string(index++);
    const size_t in_c = b.Channels(x);
    x = layers.ConvNormAct(name + ".0", x,
                           {.out_c = in_c,
                            .k = 3,
                            .stride = block.stride,
                            .pad = DepthwisePadding(config, block.stride),
                            .groups = in_c});
    x = layers.ConvNormAct(name + ".1", x, {.out_c = block.out_c});
  }
  const ValueId features = x;
  x = b.Dropout("classifier.0", b.GlobalMean("avgpool", x));
  const ValueId logits = b.FullyConnected("classifier.1", x, config.classes);

  Net net = FinishNet(config, std::move(b), features, logits);
  net.head_weight = "classifier.1.weight";
  net.head_bias = "classifier.1.bias";
  return net;
}

// What a library calls the four layers of a block, after `prefix`.
void NameBlock(size_t index, const std::string& prefix,
               const char* const (&theirs)[4], LayerNames* names) {
  constexpr const char* kOurs[] = {".0.0", ".0.1", ".1.0", ".1.1"};
  for (size_t i = 0; i < std::size(kOurs); ++i) {
    (*names)[prefix + theirs[i]] =
        "features." + std::to_string(index) + kOurs[i];
  }
}

// keras.applications'; the head is a 1x1 convolution.
LayerNames KerasLayers() {
  LayerNames names = {{"conv1", "features.0.0"},
                      {"conv1_bn", "features.0.1"},
                      {"conv_preds", "classifier.1"}};
  for (size_t i = 1; i <= std::size(kBlocks); ++i) {
    const std::string number = std::to_string(i);
    const std::string depthwise = "conv_dw_" + number;
    const std::string pointwise = "conv_pw_" + number;
    const std::string ours = "features." + number;
    names[depthwise] = ours + ".0.0";
    names[depthwise + "_bn"] = ours + ".0.1";
    names[pointwise] = ours + ".1.0";
    names[pointwise + "_bn"] = ours + ".1.1";
  }
  return names;
}

LayerNames TimmLayers() {
  LayerNames names = {{"conv_stem", "features.0.0"},
                      {"bn1", "features.0.1"},
                      {"classifier", "classifier.1"}};
  size_t stage = 0;
  size_t in_stage = 0;
  for (size_t i = 0; i < std::size(kBlocks); ++i, ++in_stage) {
    // A stage begins where the channels change.
    if (i > 0 && kBlocks[i].out_c != kBlocks[i - 1].out_c) {
      ++stage;
      in_stage = 0;
    }
    NameBlock(i + 1,
              "blocks." + std::to_string(stage) + "." +
                  std::to_string(in_stage) + ".",
              {"conv_dw", "bn1", "conv_pw", "bn2"}, &names);
  }
  return names;
}

// The port that most others copy: one nn.Sequential a block.
LayerNames PortLayers() {
  LayerNames names = {{"model.0.0", "features.0.0"},
                      {"model.0.1", "features.0.1"},
                      {"fc", "classifier.1"}};
  for (size_t i = 1; i <= std::size(kBlocks); ++i) {
    NameBlock(i, "model." + std::to_string(i) + ".", {"0", "1", "3", "4"},
              &names);
  }
  return names;
}

LayerNames TransformersLayers() {
  LayerNames names = {{"conv_stem.convolution", "features.0.0"},
                      {"conv_stem.normalization", "features.0.1"}};
  for (size_t i = 0; i < std::size(kBlocks); ++i) {
    for (size_t part = 0; part < 2; ++part) {
      const std::string theirs = "layer." + std::to_string(2 * i + part) + ".";
      const std::string ours =
          "features." + std::to_string(i + 1) + "." + std::to_string(part);
      names[theirs + "convolution"] = ours + ".0";
      names[theirs + "normalization"] = ours + ".1";
    }
  }
  return names;
}

std::vector<Variant> Variants() {
  const NetConfig torchvision{.variant = "torchvision", .batch_norm = true};
  NetConfig timm = torchvision;
  timm.variant = "timm";
  timm.relu6 = true;
  NetConfig keras = timm;
  keras.variant = "keras";
  keras.bn_eps = 1e-3;
  keras.same_padding = true;
  return {{torchvision, "torchvision"}, {keras, "keras"}, {timm, "keras"}};
}

}  // namespace

Network MobileNetV1() {
  Network network;
  network.name = "mobilenet_v1";
  network.build = Build;
  network.variants = Variants();
  network.options = {NetOption::kBatchNorm, NetOption::kPadding,
                     NetOption::kRelu6};
  network.keras = {.layers = KerasLayers, .training_only = {}};
  network.libraries = {
      {"timm's", "timm", "conv_stem", TimmLayers},
      {"those of PyTorch's ports", "torchvision", "model.0.0", PortLayers},
      // Google's weights; padded like Keras's wherever sizes are even.
      {"transformers'", "keras", "conv_stem.convolution", TransformersLayers}};
  network.evidence = {.key = "features.1.0.0.weight",
                      .meaning = "depthwise convolution of the first block",
                      .shapeless = "strides of 2 at five layers",
                      .width_key = "features.13.1.0.weight",
                      .family = "MobileNet-v1"};
  return network;
}

}  // namespace camglass
