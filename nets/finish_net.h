// The end that all networks share.
#ifndef CAMGLASS_NETS_FINISH_NET_H_
#define CAMGLASS_NETS_FINISH_NET_H_

#include "engine/graph/builder.h"
#include "nets/net.h"

namespace camglass {

// Adds the softmax, keeps what class activation maps need and closes the graph.
// Fills the Net but for what differs between networks: the head's names, the
// class map's kind, the input size and MATLAB's name.
Net FinishNet(const NetConfig& config, GraphBuilder builder, ValueId features,
              ValueId logits);

}  // namespace camglass

#endif  // CAMGLASS_NETS_FINISH_NET_H_
