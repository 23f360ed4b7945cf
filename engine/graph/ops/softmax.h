// Softmax over the channels of each pixel, the maximum subtracted.
#ifndef CAMGLASS_ENGINE_GRAPH_OPS_SOFTMAX_H_
#define CAMGLASS_ENGINE_GRAPH_OPS_SOFTMAX_H_

#include <cstdint>
#include <string>

#include "engine/graph/ops/rules.h"

namespace camglass {

struct Softmax {
  const char* Name() const { return "softmax"; }
  std::string Attributes() const { return ""; }
  void Check(const OpRules& rules) const {
    rules.RequireOneInputOfOutputChannels();
  }
  StatusOr<Extent> OutputExtent(const InputExtents& in) const { return in[0]; }
  uint64_t MultiplyAdds(size_t, Extent) const { return 0; }
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OPS_SOFTMAX_H_
