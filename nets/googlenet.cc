// GoogLeNet, the first Inception network (Szegedy et al. 2015), without its
// auxiliary heads; layers named as in torchvision.
//
// Two lines of weights exist. Caffe's and MATLAB's is the paper's: local
// response norm, a 5x5 branch, 3x3 pools. torchvision's has batch norm, a 3x3
// in the branch still called 5x5, and a 2x2 fourth pool. NetConfig says which.
#include <string>

#include "nets/finish_net.h"
#include "nets/network.h"

namespace camglass {
namespace {

// Output channels of one Inception block; a row of the paper's table 1.
struct Inception {
  const char* name;
  size_t conv1x1;
  size_t reduce3x3, conv3x3;
  size_t reduce5x5, conv5x5;
  size_t pool_proj;
};

constexpr Inception k3a{"inception3a", 64, 96, 128, 16, 32, 32};
constexpr Inception k3b{"inception3b", 128, 128, 192, 32, 96, 64};
constexpr Inception k4a{"inception4a", 192, 96, 208, 16, 48, 64};
constexpr Inception k4b{"inception4b", 160, 112, 224, 24, 64, 64};
constexpr Inception k4c{"inception4c", 128, 128, 256, 24, 64, 64};
constexpr Inception k4d{"inception4d", 112, 144, 288, 32, 64, 64};
constexpr Inception k4e{"inception4e", 256, 160, 320, 32, 128, 128};
constexpr Inception k5a{"inception5a", 256, 160, 320, 32, 128, 128};
constexpr Inception k5b{"inception5b", 384, 192, 384, 48, 128, 128};

constexpr MaxPool HalvingPool(size_t k) {
  return {.k = k, .stride = 2, .ceil = true};
}

// The two layer patterns of the network, added to a builder.
class Layers {
 public:
  Layers(const NetConfig& config, GraphBuilder* builder)
      : config_(config), b_(*builder) {}

  // Convolution of stride 1 or 2 with "same" size, batch norm if any, ReLU.
  ValueId Conv(const std::string& name, ValueId x, size_t out_c, size_t k,
               size_t stride = 1) {
    const ConvSpec spec{.out_c = out_c,
                        .k = k,
                        .stride = stride,
                        .pad = Padding::All(k / 2),
                        .bias = !config_.batch_norm};
    x = b_.Conv(name + ".conv", x, spec);
    if (config_.batch_norm) {
      x = b_.BatchNormalize(name + ".bn", x, config_.bn_eps);
    }
    return b_.Relu(name + ".relu", x);
  }

  ValueId Block(const Inception& spec, ValueId x) {
    const std::string name = spec.name;
    const size_t k5x5 = config_.real_5x5 ? 5 : 3;
    const ValueId branch1 = Conv(name + ".branch1", x, spec.conv1x1, 1);
    const ValueId reduced3 = Conv(name + ".branch2.0", x, spec.reduce3x3, 1);
    const ValueId branch2 =
        Conv(name + ".branch2.1", reduced3, spec.conv3x3, 3);
    const ValueId reduced5 = Conv(name + ".branch3.0", x, spec.reduce5x5, 1);
    const ValueId branch3 =
        Conv(name + ".branch3.1", reduced5, spec.conv5x5, k5x5);
    const ValueId pooled = b_.MaxPool2d(
        name + ".branch4.0", x, {.k = 3, .stride = 1, .pad = 1, .ceil = true});
    const ValueId branch4 =
        Conv(name + ".branch4.1", pooled, spec.pool_proj, 1);
    return b_.Concatenate(name, {branch1, branch2, branch3, branch4});
  }

  ValueId Norm(const std::string& name, ValueId x) {
    if (!config_.lrn) return x;
    const Lrn spec{.size = 5, .alpha = 1e-4f, .beta = 0.75f, .k = 1.0f};
    return b_.LocalResponseNorm(name, x, spec);
  }

 private:
  const NetConfig& config_;
  GraphBuilder& b_;
};

ValueId AddStem(Layers& layers, GraphBuilder& b, ValueId x) {
  x = layers.Conv("conv1", x, 64, 7, 2);
  x = b.MaxPool2d("maxpool1", x, HalvingPool(3));
  x = layers.Norm("norm1", x);
  x = layers.Conv("conv2", x, 64, 1);
  x = layers.Conv("conv3", x, 192, 3);
  x = layers.Norm("norm2", x);
  return b.MaxPool2d("maxpool2", x, HalvingPool(3));
}

Net Build(const NetConfig& config) {
  GraphBuilder b(config.arch);
  Layers layers(config, &b);
  ValueId x = AddStem(layers, b, b.Input("input", 3));
  for (const Inception& block : {k3a, k3b}) x = layers.Block(block, x);
  x = b.MaxPool2d("maxpool3", x, HalvingPool(3));
  for (const Inception& block : {k4a, k4b, k4c, k4d, k4e}) {
    x = layers.Block(block, x);
  }
  x = b.MaxPool2d("maxpool4", x, HalvingPool(config.pool4_k));
  for (const Inception& block : {k5a, k5b}) x = layers.Block(block, x);
  const ValueId features = x;
  x = b.Dropout("dropout", b.GlobalMean("avgpool", x));
  const ValueId logits = b.FullyConnected("fc", x, config.classes);

  Net net = FinishNet(config, std::move(b), features, logits);
  net.head_weight = "fc.weight";
  net.head_bias = "fc.bias";
  net.matlab_layer = "inception_5b-output";
  return net;
}

// BVLC's prototxt, which MATLAB follows.
LayerNames CaffeLayers() {
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

std::vector<Variant> Variants() {
  const NetConfig torchvision{.variant = "torchvision",
                              .batch_norm = true,
                              .bn_eps = 1e-3,
                              .pool4_k = 2};
  const NetConfig caffe{.variant = "caffe", .lrn = true, .real_5x5 = true};
  NetConfig matlab = caffe;
  matlab.variant = "matlab";
  return {{torchvision, "torchvision", /*transform_input=*/true},
          {caffe, "caffe"},
          {matlab, "matlab"}};
}

}  // namespace

Network GoogLeNet() {
  Network network;
  network.name = "googlenet";
  network.build = Build;
  network.variants = Variants();
  network.options = {NetOption::kBatchNorm, NetOption::kLrn,
                     NetOption::kReal5x5, NetOption::kPool4,
                     NetOption::kTransformInput};
  // Its two auxiliary heads, by either's names.
  network.torch.training_only = {"aux1.", "aux2."};
  network.caffe = {.layers = CaffeLayers,
                   .training_only = {"loss1/", "loss2/"}};
  network.evidence = {
      .key = "inception3a.branch3.1.conv.weight",
      .meaning = "kernel of the branch called 5x5",
      .shapeless =
          "ReLU, maximum pools, strides of 2 at the first convolution "
          "and the pools between stages"};
  return network;
}

}  // namespace camglass
