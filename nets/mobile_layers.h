// The layers that MobileNets are made of.
#ifndef CAMGLASS_NETS_MOBILE_LAYERS_H_
#define CAMGLASS_NETS_MOBILE_LAYERS_H_

#include <string>

#include "engine/graph/builder.h"
#include "nets/net.h"

namespace camglass {

// Adds layers to a builder, in the variant that `config` says. Keeps both.
class MobileLayers {
 public:
  MobileLayers(const NetConfig& config, GraphBuilder* builder)
      : config_(config), b_(*builder) {}

  // A convolution, padded as spec.pad says, and batch norm where the weights
  // have it.
  ValueId ConvNorm(const std::string& conv_name, const std::string& norm_name,
                   ValueId x, ConvSpec spec) {
    spec.bias = !config_.batch_norm;
    x = b_.Conv(conv_name, x, spec);
    return config_.batch_norm ? b_.BatchNormalize(norm_name, x, config_.bn_eps)
                              : x;
  }

  // NAME.0, NAME.1 and the activation NAME.2.
  ValueId ConvNormAct(const std::string& name, ValueId x,
                      const ConvSpec& spec) {
    return b_.Activate(name + ".2", ConvNorm(name + ".0", name + ".1", x, spec),
                       config_.relu6 ? Activation::kRelu6 : Activation::kRelu);
  }

 private:
  const NetConfig& config_;
  GraphBuilder& b_;
};

}  // namespace camglass

#endif  // CAMGLASS_NETS_MOBILE_LAYERS_H_
