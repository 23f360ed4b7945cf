// The mean over height and width: [1, 1, c].
#ifndef CAMGLASS_ENGINE_GRAPH_OPS_GLOBAL_AVG_POOL_H_
#define CAMGLASS_ENGINE_GRAPH_OPS_GLOBAL_AVG_POOL_H_

#include <cstdint>
#include <string>

#include "engine/graph/ops/rules.h"

namespace camglass {

struct GlobalAvgPool {
  const char* Name() const { return "globalavgpool"; }
  std::string Attributes() const { return ""; }
  void Check(const OpRules& rules) const {
    rules.RequireOneInputOfOutputChannels();
  }
  StatusOr<Extent> OutputExtent(const InputExtents&) const {
    return Extent{1, 1};
  }
  uint64_t MultiplyAdds(size_t, Extent) const { return 0; }
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OPS_GLOBAL_AVG_POOL_H_
