// What net.cc picks from: one builder a network, and the end they share.
#ifndef CAMGLASS_NETS_ARCHITECTURES_H_
#define CAMGLASS_NETS_ARCHITECTURES_H_

#include "engine/graph/builder.h"
#include "nets/net.h"

namespace camglass {

// Each expects a config that BuildNet has validated.
Net BuildSqueezeNet(const NetConfig& config);  // 1.0 and 1.1
Net BuildGoogLeNet(const NetConfig& config);
Net BuildResNet18(const NetConfig& config);
Net BuildMobileNetV2(const NetConfig& config);

// Adds the softmax, keeps what class activation maps need and closes the graph.
// Fills the Net but for what differs between networks: the head's names, the
// class map's kind, the input size and MATLAB's name.
Net FinishNet(const NetConfig& config, GraphBuilder builder, ValueId features,
              ValueId logits);

}  // namespace camglass

#endif  // CAMGLASS_NETS_ARCHITECTURES_H_
