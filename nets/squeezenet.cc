// SqueezeNet 1.0 and 1.1 (Iandola et al. 2016), layers named as in torchvision.
//
// There is no dense layer: a 1x1 convolution makes one map a class, and a
// class's logit is the mean of its map.
#include <string>
#include <vector>

#include "nets/finish_net.h"
#include "nets/network.h"

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

Version Version1_0() {
  return {{.out_c = 96, .k = 7, .stride = 2},
          {kPool, Fire(16, 64, 64), Fire(16, 64, 64), Fire(32, 128, 128), kPool,
           Fire(32, 128, 128), Fire(48, 192, 192), Fire(48, 192, 192),
           Fire(64, 256, 256), kPool, Fire(64, 256, 256)}};
}

Version Version1_1() {
  return {{.out_c = 64, .k = 3, .stride = 2},
          {kPool, Fire(16, 64, 64), Fire(16, 64, 64),      //
           kPool, Fire(32, 128, 128), Fire(32, 128, 128),  //
           kPool, Fire(48, 192, 192), Fire(48, 192, 192),  //
           Fire(64, 256, 256), Fire(64, 256, 256)}};
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

Net Build(const NetConfig& config, const Version& version) {
  GraphBuilder b(config.arch);
  ValueId x = AddStages(b, b.Input("input", 3), version);
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

Net Build1_0(const NetConfig& config) { return Build(config, Version1_0()); }
Net Build1_1(const NetConfig& config) { return Build(config, Version1_1()); }

// The authors' names in Caffe, which Keras's port kept. torchvision numbers
// pools as well as fire modules, and so each version's otherwise.
LayerNames LayersOf(const Version& version) {
  LayerNames names = {{"conv1", "features.0"}, {"conv10", "classifier.1"}};
  size_t index = 2;
  size_t number = 2;
  for (const Stage& stage : version.stages) {
    const std::string module = "features." + std::to_string(index++) + ".";
    if (stage.kind == Stage::Kind::kPool) continue;
    const std::string fire = "fire" + std::to_string(number++) + "/";
    names[fire + "squeeze1x1"] = module + "squeeze";
    names[fire + "expand1x1"] = module + "expand1x1";
    names[fire + "expand3x3"] = module + "expand3x3";
  }
  return names;
}

LayerNames Layers1_0() { return LayersOf(Version1_0()); }
LayerNames Layers1_1() { return LayersOf(Version1_1()); }

// What both versions have in common.
Network SqueezeNet(const char* name, Net (*build)(const NetConfig&),
                   LayerNames (*layers)()) {
  Network network;
  network.name = name;
  network.build = build;
  network.options = {NetOption::kHeadRelu};
  network.caffe.layers = layers;
  network.keras.layers = layers;
  network.evidence.key = "features.0.weight";
  network.evidence.shapeless = "ReLU, maximum pools of 3x3 stride 2";
  return network;
}

// Convolutions with a bias, and nothing else.
NetConfig Plain(const char* variant) {
  NetConfig config;
  config.variant = variant;
  return config;
}

}  // namespace

Network SqueezeNet1_0() {
  Network network = SqueezeNet("squeezenet1_0", Build1_0, Layers1_0);
  NetConfig caffe = Plain("caffe");
  caffe.head_pad = 1;
  network.variants = {{Plain("torchvision"), "torchvision"}, {caffe, "caffe"}};
  network.options.push_back(NetOption::kHeadPad);
  network.evidence.meaning = "first convolution of version 1.0";
  return network;
}

Network SqueezeNet1_1() {
  Network network = SqueezeNet("squeezenet1_1", Build1_1, Layers1_1);
  network.variants = {{Plain("torchvision"), "torchvision"},
                      {Plain("caffe"), "caffe"},
                      {Plain("matlab"), "matlab"},
                      {Plain("keras"), "keras"}};
  network.evidence.meaning = "first convolution of version 1.1";
  return network;
}

}  // namespace camglass
