// MobileNet-v2 (Sandler et al. 2018), width 1.0, layers named as in
// torchvision.
//
// Keras's and MATLAB's weights were trained with "same" padding, which at
// stride 2 depends on the size at hand (none before and one after where it is
// even); torchvision's with one zero on every side.
#include <string>

#include "nets/finish_net.h"
#include "nets/mobile_layers.h"
#include "nets/network.h"

namespace camglass {
namespace {

// A row of the paper's table 2: `repeats` inverted residuals, of which the
// first has the stride.
struct Bottleneck {
  size_t expansion, out_c, repeats, stride;
};

constexpr Bottleneck kBottlenecks[] = {
    {1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2},  {6, 64, 4, 2},
    {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1},
};
constexpr size_t kExpandingBlocks = 16;  // all but the first

class Layers {
 public:
  Layers(const NetConfig& config, GraphBuilder* builder)
      : config_(config), b_(*builder), layers_(config, builder) {}

  // NAME.0, NAME.1 and the activation NAME.2 of so many 3x3 or 1x1 filters.
  ValueId ConvNormAct(const std::string& name, ValueId x, ConvSpec spec) {
    spec.pad = spec.stride == 2 && config_.same_padding
                   ? Padding::Same()
                   : Padding::All(spec.k / 2);
    return layers_.ConvNormAct(name, x, spec);
  }

  // Expand, filter each channel by itself, project; the input is added where
  // the shape stays. An expansion of 1 has no expanding layer.
  ValueId InvertedResidual(const std::string& name, ValueId x,
                           const Bottleneck& spec, size_t stride) {
    const std::string prefix = name + ".conv.";
    const size_t hidden = b_.Channels(x) * spec.expansion;
    size_t index = 0;
    ValueId y = x;
    if (spec.expansion != 1) {
      y = ConvNormAct(prefix + std::to_string(index++), y, {.out_c = hidden});
    }
    y = ConvNormAct(
        prefix + std::to_string(index++), y,
        {.out_c = hidden, .k = 3, .stride = stride, .groups = hidden});
    y = layers_.ConvNorm(prefix + std::to_string(index),
                         prefix + std::to_string(index + 1), y,
                         {.out_c = spec.out_c});
    const bool same_shape = stride == 1 && b_.Channels(x) == spec.out_c;
    return same_shape ? b_.Sum(name + ".add", x, y) : y;
  }

 private:
  const NetConfig& config_;
  GraphBuilder& b_;
  MobileLayers layers_;
};

ValueId AddFeatures(Layers& layers, ValueId x) {
  x = layers.ConvNormAct("features.0", x, {.out_c = 32, .k = 3, .stride = 2});
  size_t index = 1;
  for (const Bottleneck& row : kBottlenecks) {
    for (size_t i = 0; i < row.repeats; ++i) {
      const std::string name = "features." + std::to_string(index++);
      x = layers.InvertedResidual(name, x, row, i == 0 ? row.stride : 1);
    }
  }
  return layers.ConvNormAct("features." + std::to_string(index), x,
                            {.out_c = 1280});
}

Net Build(const NetConfig& config) {
  GraphBuilder b(config.arch);
  Layers layers(config, &b);
  const ValueId features = AddFeatures(layers, b.Input("input", 3));
  ValueId x = b.GlobalMean("avgpool", features);
  x = b.Dropout("classifier.0", x);
  const ValueId logits = b.FullyConnected("classifier.1", x, config.classes);

  Net net = FinishNet(config, std::move(b), features, logits);
  net.head_weight = "classifier.1.weight";
  net.head_bias = "classifier.1.bias";
  net.matlab_layer = "out_relu";
  return net;
}

// keras.applications' names; TensorFlow's checkpoints call the head "Logits".
LayerNames KerasLayers() {
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
  for (size_t i = 1; i <= kExpandingBlocks; ++i) {
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

// A layer of a block that expands its input first, by another library's name.
struct BlockLayer {
  const char* theirs;
  const char* ours;
};

LayerNames TimmLayers() {
  constexpr BlockLayer kLayers[] = {
      {"conv_pw", "conv.0.0"}, {"bn1", "conv.0.1"},    {"conv_dw", "conv.1.0"},
      {"bn2", "conv.1.1"},     {"conv_pwl", "conv.2"}, {"bn3", "conv.3"}};
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
  for (size_t stage = 1; stage < std::size(kBottlenecks); ++stage) {
    for (size_t i = 0; i < kBottlenecks[stage].repeats; ++i, ++block) {
      const std::string theirs =
          "blocks." + std::to_string(stage) + "." + std::to_string(i) + ".";
      const std::string ours = "features." + std::to_string(block) + ".";
      for (const BlockLayer& layer : kLayers) {
        names[theirs + layer.theirs] = ours + layer.ours;
      }
    }
  }
  return names;
}

LayerNames TransformersLayers() {
  constexpr BlockLayer kLayers[] = {{"expand_1x1.convolution", "conv.0.0"},
                                    {"expand_1x1.normalization", "conv.0.1"},
                                    {"conv_3x3.convolution", "conv.1.0"},
                                    {"conv_3x3.normalization", "conv.1.1"},
                                    {"reduce_1x1.convolution", "conv.2"},
                                    {"reduce_1x1.normalization", "conv.3"}};
  LayerNames names = {
      {"conv_stem.first_conv.convolution", "features.0.0"},
      {"conv_stem.first_conv.normalization", "features.0.1"},
      {"conv_stem.conv_3x3.convolution", "features.1.conv.0.0"},
      {"conv_stem.conv_3x3.normalization", "features.1.conv.0.1"},
      {"conv_stem.reduce_1x1.convolution", "features.1.conv.1"},
      {"conv_stem.reduce_1x1.normalization", "features.1.conv.2"},
      {"conv_1x1.convolution", "features.18.0"},
      {"conv_1x1.normalization", "features.18.1"}};
  for (size_t i = 0; i < kExpandingBlocks; ++i) {
    const std::string theirs = "layer." + std::to_string(i) + ".";
    const std::string ours = "features." + std::to_string(i + 2) + ".";
    for (const BlockLayer& layer : kLayers) {
      names[theirs + layer.theirs] = ours + layer.ours;
    }
  }
  return names;
}

std::vector<Variant> Variants() {
  NetConfig torchvision{
      .variant = "torchvision", .batch_norm = true, .relu6 = true};
  NetConfig keras = torchvision;
  keras.variant = "keras";
  keras.bn_eps = 1e-3;
  keras.same_padding = true;
  NetConfig matlab = keras;
  matlab.variant = "matlab";
  return {{torchvision, "torchvision"}, {keras, "keras"}, {matlab, "keras"}};
}

}  // namespace

Network MobileNetV2() {
  Network network;
  network.name = "mobilenet_v2";
  network.build = Build;
  network.variants = Variants();
  network.options = {NetOption::kBatchNorm, NetOption::kPadding,
                     NetOption::kRelu6};
  network.keras = {.layers = KerasLayers, .training_only = {}};
  network.libraries = {
      {"timm's", "", "conv_stem", TimmLayers},
      // Google's weights, padded as TensorFlow pads.
      {"transformers'", "keras", "conv_stem.first_conv.convolution",
       TransformersLayers}};
  network.evidence = {
      .key = "features.1.conv.0.0.weight",
      .meaning = "depthwise convolution of the first block",
      .shapeless =
          "no activation after a block's last convolution, strides of 2 at "
          "five layers",
      .width_key = "features.17.conv.2.weight",
      .family = "MobileNet-v2"};
  return network;
}

}  // namespace camglass
