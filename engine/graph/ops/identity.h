// Nothing: dropout at inference.
#ifndef CAMGLASS_ENGINE_GRAPH_OPS_IDENTITY_H_
#define CAMGLASS_ENGINE_GRAPH_OPS_IDENTITY_H_

#include <cstdint>
#include <string>

#include "engine/graph/ops/rules.h"

namespace camglass {

struct Identity {
  const char* Name() const { return "identity"; }
  std::string Attributes() const { return ""; }
  void Check(const OpRules& rules) const {
    rules.RequireOneInputOfOutputChannels();
  }
  StatusOr<Extent> OutputExtent(const InputExtents& in) const { return in[0]; }
  uint64_t MultiplyAdds(size_t, Extent) const { return 0; }
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_GRAPH_OPS_IDENTITY_H_
