// MobileNet-v2 (Sandler et al. 2018), width 1.0, layers named as in
// torchvision.
//
// Keras's and MATLAB's weights were trained with "same" padding, which at
// stride 2 depends on the size at hand (none before and one after where it is
// even); torchvision's with one zero on every side.
#include <string>

#include "nets/architectures.h"

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

class Layers {
 public:
  Layers(const NetConfig& config, GraphBuilder* builder)
      : config_(config), b_(*builder) {}

  // Convolution and, where the weights have it, batch norm.
  ValueId ConvNorm(const std::string& conv_name, const std::string& norm_name,
                   ValueId x, ConvSpec spec) {
    spec.bias = !config_.batch_norm;
    spec.pad = spec.stride == 2 && config_.same_padding
                   ? Padding::Same()
                   : Padding::All(spec.k / 2);
    x = b_.Conv(conv_name, x, spec);
    return config_.batch_norm ? b_.BatchNormalize(norm_name, x, config_.bn_eps)
                              : x;
  }

  ValueId ConvNormRelu6(const std::string& name, ValueId x,
                        const ConvSpec& spec) {
    return b_.Relu6(name + ".2", ConvNorm(name + ".0", name + ".1", x, spec));
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
      y = ConvNormRelu6(prefix + std::to_string(index++), y, {.out_c = hidden});
    }
    y = ConvNormRelu6(
        prefix + std::to_string(index++), y,
        {.out_c = hidden, .k = 3, .stride = stride, .groups = hidden});
    y = ConvNorm(prefix + std::to_string(index),
                 prefix + std::to_string(index + 1), y, {.out_c = spec.out_c});
    const bool same_shape = stride == 1 && b_.Channels(x) == spec.out_c;
    return same_shape ? b_.Sum(name + ".add", x, y) : y;
  }

 private:
  const NetConfig& config_;
  GraphBuilder& b_;
};

ValueId AddFeatures(Layers& layers, ValueId x) {
  x = layers.ConvNormRelu6("features.0", x, {.out_c = 32, .k = 3, .stride = 2});
  size_t index = 1;
  for (const Bottleneck& row : kBottlenecks) {
    for (size_t i = 0; i < row.repeats; ++i) {
      const std::string name = "features." + std::to_string(index++);
      x = layers.InvertedResidual(name, x, row, i == 0 ? row.stride : 1);
    }
  }
  return layers.ConvNormRelu6("features." + std::to_string(index), x,
                              {.out_c = 1280});
}

}  // namespace

Net BuildMobileNetV2(const NetConfig& config) {
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

}  // namespace camglass
