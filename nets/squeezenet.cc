// SqueezeNet 1.0 and 1.1 (Iandola et al. 2016), layers named as in torchvision.
//
// There is no dense layer: a 1x1 convolution makes one map a class, and a
// class's logit is the mean of its map.
#include <string>
#include <vector>

#include "nets/architectures.h"

namespace camglass {
namespace {

// One line of the paper's table: a pool, or a fire module's three widths.
struct Stage {
  enum class Kind { kPool, kFire };
  Kind kind = Kind::kPool;
  size_t squeeze = 0;
  size_t expand1x1 = 0;
  size_t expand3x3 = 0;
};

constexpr Stage kPool{};

constexpr Stage Fire(size_t squeeze, size_t expand1x1, size_t expand3x3) {
  return {Stage::Kind::kFire, squeeze, expand1x1, expand3x3};
}

struct Version {
  ConvSpec first;
  std::vector<Stage> stages;  // after the first convolution and its ReLU
};

Version VersionOf(const std::string& arch) {
  if (arch == "squeezenet1_1") {
    return {{.out_c = 64, .k = 3, .stride = 2},
            {kPool, Fire(16, 64, 64), Fire(16, 64, 64),      //
             kPool, Fire(32, 128, 128), Fire(32, 128, 128),  //
             kPool, Fire(48, 192, 192), Fire(48, 192, 192),  //
             Fire(64, 256, 256), Fire(64, 256, 256)}};
  }
  return {{.out_c = 96, .k = 7, .stride = 2},
          {kPool, Fire(16, 64, 64), Fire(16, 64, 64), Fire(32, 128, 128), kPool,
           Fire(32, 128, 128), Fire(48, 192, 192), Fire(48, 192, 192),
           Fire(64, 256, 256), kPool, Fire(64, 256, 256)}};
}

ValueId AddFire(GraphBuilder& b, const std::string& name, ValueId x,
                const Stage& fire) {
  const auto conv = [&](const std::string& part, ValueId input, size_t out_c,
                        size_t k) {
    const std::string full = name + "." + part;
    const ConvSpec spec{.out_c = out_c, .k = k, .pad = Padding::All(k / 2)};
    return b.Relu(full + "_activation", b.Conv(full, input, spec));
  };
  const ValueId squeezed = conv("squeeze", x, fire.squeeze, 1);
  const ValueId wide1x1 = conv("expand1x1", squeezed, fire.expand1x1, 1);
  const ValueId wide3x3 = conv("expand3x3", squeezed, fire.expand3x3, 3);
  return b.Concatenate(name, {wide1x1, wide3x3});
}

ValueId AddStages(GraphBuilder& b, ValueId x, const Version& version) {
  x = b.Conv("features.0", x, version.first);
  x = b.Relu("features.1", x);
  size_t index = 2;
  for (const Stage& stage : version.stages) {
    const std::string name = "features." + std::to_string(index++);
    x = stage.kind == Stage::Kind::kPool
            ? b.MaxPool2d(name, x, {.k = 3, .stride = 2, .ceil = true})
            : AddFire(b, name, x, stage);
  }
  return x;
}

}  // namespace

Net BuildSqueezeNet(const NetConfig& config) {
  GraphBuilder b(config.arch);
  ValueId x = AddStages(b, b.Input("input", 3), VersionOf(config.arch));
  x = b.Dropout("classifier.0", x);
  const ConvSpec head{.out_c = config.classes,
                      .pad = Padding::All(config.head_pad)};
  ValueId features = b.Conv("classifier.1", x, head);
  if (config.head_relu) features = b.Relu("classifier.2", features);
  const ValueId logits = b.GlobalMean("classifier.3", features);

  Net net = FinishNet(config, std::move(b), features, logits);
  net.class_map = ClassMapKind::kDirect;
  net.head_weight = "classifier.1.weight";
  net.head_bias = "classifier.1.bias";
  net.input_size = config.variant == "torchvision" ? 224 : 227;
  net.matlab_layer = "relu_conv10";
  return net;
}

}  // namespace camglass
